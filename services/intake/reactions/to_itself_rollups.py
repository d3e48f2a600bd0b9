"""Whatever happens to a complaint: the figures follow it (IN-22).

Intake hears its own events here, so that whoever records or changes a complaint waits for no counting. An event only
says which complaint to look at; what is counted is its row. Routing's events, which others turn into a
complaint's lateness, come here after them: their subscriptions stand before these in service.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from services.intake.commands.count_complaints import CountComplaints, count_complaints
from shared.contracts.intake import (
    ComplaintClassified,
    ComplaintClosed,
    ComplaintContacted,
    ComplaintMerged,
    ComplaintParted,
    ComplaintRecorded,
    ComplaintReopened,
    ComplaintResolved,
)
from shared.contracts.routing import ClockBreached, PromiseBroken
from shared.messaging.subscription import Received, Subscription
from shared.messaging.transaction import Transaction

Told = (
    ComplaintRecorded
    | ComplaintClassified
    | ComplaintContacted
    | ComplaintResolved
    | ComplaintClosed
    | ComplaintReopened
    | ComplaintMerged
    | ComplaintParted
    | ClockBreached
    | PromiseBroken
)


async def count_again(events: Sequence[Received[Told]], tx: Transaction, now: datetime) -> None:
    """Any of these -> count the complaints that they are about, as they are now."""
    ids = frozenset(one.event.complaint_id for one in events)
    await count_complaints(CountComplaints(complaint_ids=ids, now=now), tx)


COUNTING: tuple[Subscription, ...] = tuple(
    Subscription(event=event, reaction=count_again)
    for event in (
        ComplaintRecorded,
        ComplaintClassified,
        ComplaintContacted,
        ComplaintResolved,
        ComplaintClosed,
        ComplaintReopened,
        ComplaintMerged,
        ComplaintParted,
        ClockBreached,
        PromiseBroken,
    )
)
"""Everything that can change a figure. What stands here last in service.py counts what the others have written."""
