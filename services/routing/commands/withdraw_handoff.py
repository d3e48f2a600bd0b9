"""Take an offer back: the sender still owns the case and may ask somebody else (RO-4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.routing import events
from services.routing.commands.answering import stop_waiting, with_case
from services.routing.domain.actor import Actor
from services.routing.domain.handoff import Handoff
from services.routing.domain.handoff_errors import HandoffNotFound
from services.routing.storage import cases, handoffs
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class WithdrawHandoff:
    """The sender, or an admin for them, no longer wants to hand over, and says why."""

    handoff_id: UUID
    why: str
    by: Actor
    now: datetime


async def withdraw_handoff(command: WithdrawHandoff, tx: Transaction) -> Handoff:
    """End an offer, or one that still waits for its summary. Raises HandoffNotFound, NotTheSender, HandoffAnswered."""
    case, handoff = await with_case(command.handoff_id, tx)
    by = command.by
    sent_it = by.staff_id is not None and by.staff_id == handoff.from_id
    if not sent_it and not by.sees(case, receiver_id=handoff.to_id):
        raise HandoffNotFound
    handoff.require_sender(by.staff_id, admin=by.is_admin)
    withdrawn = handoff.withdrawn(by=by.subject, why=command.why, now=command.now)
    await handoffs.save(withdrawn, tx)
    await cases.save(case.touched(), tx)
    await stop_waiting(handoff, tx)
    tx.publish(events.handoff_declined(withdrawn, now=command.now))
    return withdrawn
