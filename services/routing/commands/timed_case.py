"""A case whose time is about to be told anew: found, seen, and locked in the order that all keep (RO-7)."""

from __future__ import annotations

from uuid import UUID

from services.routing.domain.actor import Actor
from services.routing.domain.case import Case, CaseNotFound, CaseStatus
from services.routing.domain.pause import NothingRuns
from services.routing.storage import cases, progress
from shared.messaging.transaction import Transaction


async def timed_case(complaint_id: UUID, by: Actor, tx: Transaction) -> Case:
    """The case that `by` may see, open; first what is known of it is locked, then itself, as those who hear of it do.

    Raises CaseNotFound (missing and foreign alike), NothingRuns.
    """
    await progress.lock([complaint_id], tx)
    case = await cases.load(complaint_id, tx, lock=True)
    if case is None or not by.sees(case):
        raise CaseNotFound
    if case.status is not CaseStatus.OPEN:
        raise NothingRuns
    return case
