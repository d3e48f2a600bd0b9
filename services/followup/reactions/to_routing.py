"""Routing's events: a contact was sanctioned for their conduct, or the sanction is over (RO-11)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from services.followup.commands.heed_sanctions import HeedSanctions, LiftSanctions, heed_sanctions, lift_sanctions
from services.followup.domain.sanction import Sanction
from shared.contracts.routing import ConductLifted, ConductSanctioned
from shared.messaging.subscription import Received, Subscription
from shared.messaging.transaction import Transaction


async def protect(events: Sequence[Received[ConductSanctioned]], tx: Transaction, _: datetime) -> None:
    """A manager decided: from the report on what this contact says of these people weighs nothing."""
    decided = {
        received.event.sanction_id: Sanction(
            sanction_id=received.event.sanction_id,
            complaint_id=received.event.complaint_id,
            customer_id=received.event.customer_id,
            staff_ids=received.event.staff_ids,
            since=received.event.since,
            until=received.event.until,
        )
        for received in events
    }
    await heed_sanctions(HeedSanctions(list(decided.values())), tx)


async def let_count(events: Sequence[Received[ConductLifted]], tx: Transaction, _: datetime) -> None:
    """It was lifted on appeal, or its time is over."""
    lifted = [(received.event.sanction_id, received.event.lifted_at) for received in events]
    await lift_sanctions(LiftSanctions(lifted), tx)


SUBSCRIPTIONS = (
    Subscription(event=ConductSanctioned, reaction=protect),
    Subscription(event=ConductLifted, reaction=let_count),
)
