"""One handoff with its summary, for those who may see its case, its sender and its receiver."""

from __future__ import annotations

from uuid import UUID

from services.routing.domain.actor import Actor
from services.routing.domain.handoff import Handoff, HandoffNotFound
from services.routing.storage import cases, handoffs
from shared.messaging.transaction import Transaction


async def handoff_view(handoff_id: UUID, tx: Transaction, *, by: Actor) -> Handoff:
    """The handoff. Raises HandoffNotFound for a missing one and a foreign one alike."""
    handoff = await handoffs.load(handoff_id, tx)
    case = await cases.load(handoff.complaint_id, tx) if handoff else None
    if handoff is None or case is None:
        raise HandoffNotFound
    sent_it = by.staff_id is not None and by.staff_id == handoff.from_id
    if not sent_it and not by.sees(case, receiver_id=handoff.to_id):
        raise HandoffNotFound
    return handoff
