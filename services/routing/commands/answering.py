"""What all answers to an offer share: finding it, and the time that it may take (RO-4)."""

from __future__ import annotations

from uuid import UUID

from services.routing.domain import kinds
from services.routing.domain.actor import Actor
from services.routing.domain.case import Case
from services.routing.domain.handoff import Handoff, HandoffNotFound
from services.routing.storage import cases, handoffs
from shared.messaging.schedule import Timer
from shared.messaging.transaction import Transaction


def answer_timer(handoff: Handoff) -> Timer:
    """What falls due when an offer is not answered."""
    return Timer(kinds.HANDOFF_TIMEOUT, handoff.id, handoff.respond_by)


async def with_case(handoff_id: UUID, tx: Transaction) -> tuple[Case, Handoff]:
    """A handoff and its case, both locked, the case first (everywhere, so that nobody waits in a ring).

    Raises HandoffNotFound.
    """
    found = await handoffs.load(handoff_id, tx)
    case = await cases.load(found.complaint_id, tx, lock=True) if found else None
    handoff = await handoffs.load(handoff_id, tx, lock=True)
    if case is None or handoff is None:
        raise HandoffNotFound
    return case, handoff


async def answerable(handoff_id: UUID, by: Actor, tx: Transaction) -> tuple[Case, Handoff]:
    """A handoff that `by` may answer, with its case, both locked.

    Raises HandoffNotFound (missing and foreign alike), NotTheReceiver.
    """
    case, handoff = await with_case(handoff_id, tx)
    if not by.sees(case, receiver_id=handoff.to_id):
        raise HandoffNotFound
    handoff.require_receiver(by.staff_id, admin=by.is_admin)
    return case, handoff


async def stop_waiting(handoff: Handoff, tx: Transaction) -> None:
    """The offer was answered: nothing falls due any more."""
    await tx.unschedule(kinds.HANDOFF_TIMEOUT, handoff.id)
