"""A complaint was recorded here: where the customer has an occasion, it is looked at again as that comes near."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from services.intake.commands.reassess_urgency import WatchOccasions, watch_occasions
from shared.contracts.intake import ComplaintRecorded
from shared.messaging.subscription import Received
from shared.messaging.transaction import Transaction


async def watch_recorded(
    events: Sequence[Received[ComplaintRecorded]],
    tx: Transaction,
    now: datetime,  # noqa: ARG001 - the signature of a reaction
) -> None:
    """intake.complaint.recorded -> a timer at the next turn of its occasion (IN-9); one missed falls due at once."""
    recorded = {one.event.complaint_id: one.event.recorded_at for one in events}
    await watch_occasions(WatchOccasions(recorded=recorded), tx)
