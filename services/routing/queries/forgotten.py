"""Open cases of which nobody has heard for long: the customer got no word and no new owner (RO-13, RO-14)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, true

from services.routing.domain.actor import Actor
from services.routing.domain.case import CaseStatus
from services.routing.storage.tables import cases
from services.routing.storage.tables.case import QUIET_SINCE
from shared.messaging.transaction import Transaction

KeysetAfter = Callable[..., ColumnElement[bool]]
View = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ListForgotten:
    """Those quiet since before `before`; of one department or all that `by` may see."""

    by: Actor
    department: str | None
    before: datetime
    limit: int


async def list_forgotten(query: ListForgotten, tx: Transaction, *, after: KeysetAfter) -> Sequence[View]:
    """At most limit + 1 of them, the longest quiet first."""
    quiet_since: ColumnElement[datetime] = QUIET_SINCE
    statement = (
        select(
            cases.c.complaint_id,
            cases.c.reference,
            cases.c.owner_id,
            cases.c.department,
            cases.c.urgency,
            cases.c.language,
            cases.c.recorded_at,
            cases.c.last_out_at,
            cases.c.last_in_at,
            quiet_since.label("quiet_since"),
        )
        .where(
            cases.c.status == CaseStatus.OPEN.value,
            quiet_since < query.before,
            after(quiet_since, cases.c.complaint_id, descending=False),
            true() if query.department is None else cases.c.department == query.department,
            _visible_to(query.by),
        )
        .order_by(quiet_since, cases.c.complaint_id)
        .limit(query.limit + 1)
    )
    return [dict(row) for row in (await tx.execute(statement)).mappings()]


def _visible_to(by: Actor) -> ColumnElement[bool]:
    if by.teams is None:
        return true()
    theirs = cases.c.department.in_(sorted(by.teams))
    staff_id: UUID | None = by.staff_id
    return theirs if staff_id is None else or_(theirs, cases.c.owner_id == staff_id)
