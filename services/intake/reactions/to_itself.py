"""Intake hears itself: a complaint was recorded, so its customer is to know that we have it (IN-13)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from services.intake.commands.acknowledge import let_fall_due
from services.intake.domain.vocabulary import Channel
from shared.contracts.intake import ComplaintRecorded
from shared.messaging.subscription import Received
from shared.messaging.transaction import Transaction

AFTER = timedelta(minutes=2)
"""How long the acknowledgement waits for routing to name the handler, which mostly takes less than a second."""


async def acknowledge_recorded(events: Sequence[Received[ComplaintRecorded]], tx: Transaction, now: datetime) -> None:
    """intake.complaint.recorded -> acknowledged a little later, unless routing names the handler before."""
    due = {
        one.event.complaint_id: one.event.recorded_at + AFTER
        for one in events
        if one.event.channel != Channel.IMPORT.value and one.event.customer_id is not None
    }
    if due:
        await let_fall_due(due, tx, now=now)
