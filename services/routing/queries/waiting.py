"""What waits in the queues, in the order in which it is worked off (RO-2, RO-14)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, true

from services.routing.domain.actor import Actor
from services.routing.storage.queues import WAITS
from services.routing.storage.tables import cases
from services.routing.storage.tables.case import WAITING
from shared.messaging.transaction import Transaction

KeysetAfter = Callable[..., ColumnElement[bool]]
View = dict[str, Any]
_SHOWN = (
    cases.c.complaint_id,
    cases.c.reference,
    cases.c.queue,
    cases.c.responsible_lead_id,
    cases.c.owner_id,
    cases.c.urgency,
    cases.c.urgency_rank,
    cases.c.hot,
    cases.c.language,
    cases.c.department,
    cases.c.product,
    cases.c.recorded_at,
)


@dataclass(frozen=True, slots=True)
class ListWaiting:
    """Which waiting cases: of a queue, under a lead; only those that `by` may see."""

    by: Actor
    queue: str | None
    lead_id: UUID | None
    limit: int
    now: datetime


async def list_waiting(query: ListWaiting, tx: Transaction, *, after: KeysetAfter) -> Sequence[View]:
    """At most limit + 1 of them, the most urgent and oldest first, each with the minutes that it waits by now."""
    statement = (
        select(*_SHOWN)
        .where(
            WAITS,
            after(*WAITING, descending=False),
            true() if query.queue is None else cases.c.queue == query.queue,
            true() if query.lead_id is None else cases.c.responsible_lead_id == query.lead_id,
            _visible_to(query.by),
        )
        .order_by(*WAITING)
        .limit(query.limit + 1)
    )
    rows = (await tx.execute(statement)).mappings()
    return [dict(row) | {"waiting_minutes": _minutes(query.now, row["recorded_at"])} for row in rows]


def _minutes(now: datetime, since: datetime) -> int:
    return max(0, int((now - since).total_seconds() // 60))


def _visible_to(by: Actor) -> ColumnElement[bool]:
    if by.teams is None:
        return true()
    theirs = cases.c.department.in_(sorted(by.teams))
    if by.staff_id is None:
        return theirs
    return or_(theirs, cases.c.responsible_lead_id == by.staff_id, cases.c.owner_id == by.staff_id)
