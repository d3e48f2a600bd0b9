"""Read a handoff: when its receiver does, that is kept, for accepting proves that the summary was read (RO-4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.routing.domain.actor import Actor
from services.routing.domain.handoff import Handoff, ReadHow
from services.routing.domain.handoff_errors import HandoffNotFound
from services.routing.storage import cases, handoffs
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class ReadHandoff:
    """Somebody looks at a handoff with its summary."""

    handoff_id: UUID
    by: Actor
    now: datetime


async def read_handoff(command: ReadHandoff, tx: Transaction) -> Handoff:
    """The handoff, for those who may see its case, its sender and its receiver.

    Raises HandoffNotFound for a missing one and a foreign one alike.
    """
    by = command.by
    handoff = await handoffs.load(command.handoff_id, tx)
    case = await cases.load(handoff.complaint_id, tx) if handoff else None
    if handoff is None or case is None:
        raise HandoffNotFound
    sent_it = by.staff_id is not None and by.staff_id == handoff.from_id
    if not sent_it and not by.sees(case, receiver_id=handoff.to_id):
        raise HandoffNotFound
    if by.staff_id is None or by.staff_id != handoff.to_id:
        return handoff
    read_at = await handoffs.mark_read(handoff.id, by.staff_id, tx, now=command.now)
    return handoff if read_at is None else replace(handoff, read_at=read_at, read_how=ReadHow.BEFORE)
