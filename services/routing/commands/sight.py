"""Which cases somebody may see, for the commands: missing and foreign ones answer alike (SU-4)."""

from __future__ import annotations

from uuid import UUID

from services.routing.domain.actor import Actor
from services.routing.domain.case import Case, CaseNotFound
from services.routing.storage import cases, handoffs
from shared.messaging.transaction import Transaction


async def case_in_sight(complaint_id: UUID, by: Actor, tx: Transaction, *, lock: bool = False) -> Case:
    """The case, locked where asked. Raises CaseNotFound (missing and foreign alike)."""
    case = await cases.load(complaint_id, tx, lock=lock)
    if case is None or not await in_sight(case, by, tx):
        raise CaseNotFound
    return case


async def in_sight(case: Case, by: Actor, tx: Transaction) -> bool:
    """Whether a case is theirs to see: also of the one to whom it is offered now."""
    return by.sees(case) or by.sees(case, receiver_id=await handoffs.receiver_of_open(case.complaint_id, tx))
