"""Open cases of which nobody has heard for long: the customer got no word and no new owner (RO-13, RO-14)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, true

from services.routing.domain.actor import Actor
from services.routing.queries.branches import beyond, first_of, reasons_to_see
from services.routing.storage.tables import cases
from services.routing.storage.tables.case import IS_OPEN, QUIET_SINCE
from shared.messaging.transaction import Transaction

View = dict[str, Any]


_QUIET_SINCE = QUIET_SINCE.label("quiet_since")
_ORDER = (_QUIET_SINCE, cases.c.complaint_id)


@dataclass(frozen=True, slots=True)
class ListForgotten:
    """Those quiet since before `before`, after a place in the order; of one department or all that `by` may see."""

    by: Actor
    department: str | None
    before: datetime
    after: tuple[datetime, UUID] | None
    limit: int


async def list_forgotten(query: ListForgotten, tx: Transaction) -> Sequence[View]:
    """At most limit + 1 of them, the longest quiet first."""
    wanted = select(
        cases.c.complaint_id,
        cases.c.reference,
        cases.c.owner_id,
        cases.c.department,
        cases.c.urgency,
        cases.c.language,
        cases.c.recorded_at,
        cases.c.last_out_at,
        cases.c.last_in_at,
        _QUIET_SINCE,
    ).where(
        IS_OPEN,
        query.before > QUIET_SINCE,
        beyond((QUIET_SINCE, cases.c.complaint_id), query.after),
        true() if query.department is None else cases.c.department == query.department,
    )
    reasons = reasons_to_see(query.by, cases.c.owner_id)
    rows = await tx.execute(first_of(wanted, reasons, order=_ORDER, limit=query.limit + 1))
    return [dict(row) for row in rows.mappings()]
