"""Accept a handoff: from here on the receiver owns the case (RO-4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.routing import events
from services.routing.commands.answering import answerable, stop_waiting
from services.routing.commands.moving import move
from services.routing.domain.actor import Actor
from services.routing.domain.handoff import Handoff
from services.routing.domain.ownership import How
from services.routing.storage import handoffs
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class AcceptHandoff:
    """The receiver, or an admin for them, takes the case."""

    handoff_id: UUID
    by: Actor
    now: datetime


async def accept_handoff(command: AcceptHandoff, tx: Transaction) -> Handoff:
    """Move the case to the receiver. Raises HandoffNotFound, NotTheReceiver, HandoffAnswered, CaseNotOpen."""
    case, handoff = await answerable(command.handoff_id, command.by, tx)
    accepted = handoff.accepted(by=command.by.subject, now=command.now)
    case.require_open()
    await handoffs.save(accepted, tx)
    await stop_waiting(handoff, tx)
    await move(
        case,
        handoff.to_id,
        how=How.HANDOFF,
        why=("accepted the handoff", f"handed over because of: {handoff.reason.value}"),
        by=command.by.subject,
        tx=tx,
        now=command.now,
    )
    tx.publish(events.handoff_accepted(accepted, now=command.now))
    return accepted
