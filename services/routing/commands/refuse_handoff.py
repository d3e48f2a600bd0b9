"""Refuse a handoff: the sender still owns the case, and knows why (RO-4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.routing import events
from services.routing.commands.answering import answerable, stop_waiting
from services.routing.domain.actor import Actor
from services.routing.domain.handoff import Handoff
from services.routing.storage import cases, handoffs
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class RefuseHandoff:
    """The receiver, or an admin for them, says no and why."""

    handoff_id: UUID
    why: str
    by: Actor
    now: datetime


async def refuse_handoff(command: RefuseHandoff, tx: Transaction) -> Handoff:
    """End the offer. Raises HandoffNotFound, NotTheReceiver, HandoffAnswered."""
    case, handoff = await answerable(command.handoff_id, command.by, tx)
    declined = handoff.declined(by=command.by.subject, why=command.why, now=command.now)
    await handoffs.save(declined, tx)
    await cases.save(case.touched(), tx)
    await stop_waiting(handoff, tx)
    tx.publish(events.handoff_declined(declined, now=command.now))
    return declined
