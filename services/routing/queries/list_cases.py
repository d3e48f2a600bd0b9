"""Cases, the latest recorded first, by owner and status."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, or_, true

from services.routing.domain.actor import Actor
from services.routing.domain.case import Case, CaseStatus
from services.routing.storage import cases
from services.routing.storage.tables import cases as table
from shared.messaging.transaction import Transaction

KeysetAfter = Callable[..., ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class ListCases:
    """Which cases: of one owner, in one status; only those that `by` may see."""

    by: Actor
    owner_id: UUID | None
    status: CaseStatus | None
    limit: int


async def list_cases(query: ListCases, tx: Transaction, *, after: KeysetAfter) -> Sequence[Case]:
    """At most limit + 1 cases: the one too many shows that there is a next page."""
    where = [
        after(table.c.recorded_at, table.c.complaint_id),
        true() if query.owner_id is None else table.c.owner_id == query.owner_id,
        true() if query.status is None else table.c.status == query.status.value,
        _visible_to(query.by),
    ]
    return await cases.listed(tx, where=where, limit=query.limit + 1)


def _visible_to(by: Actor) -> ColumnElement[bool]:
    if by.teams is None:
        return true()
    theirs = table.c.department.in_(sorted(by.teams))
    return theirs if by.staff_id is None else or_(theirs, table.c.owner_id == by.staff_id)
