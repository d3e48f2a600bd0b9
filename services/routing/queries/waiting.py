"""What waits in the queues, in the order in which it is worked off (RO-2, RO-14)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, true

from services.routing.domain.actor import Actor
from services.routing.queries.branches import beyond, first_of, reasons_to_see
from services.routing.storage.queues import Place
from services.routing.storage.tables import cases
from services.routing.storage.tables.case import WAITING, WAITS
from shared.messaging.transaction import Transaction

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
    """Which waiting cases: of a queue, under a lead; only those that `by` may see, after a place in the order."""

    by: Actor
    queue: str | None
    lead_id: UUID | None
    after: Place | None
    limit: int
    now: datetime


async def list_waiting(query: ListWaiting, tx: Transaction) -> Sequence[View]:
    """At most limit + 1 of them, the most urgent and oldest first, each with the minutes that it waits by now."""
    wanted = select(*_SHOWN).where(
        WAITS,
        beyond(WAITING, query.after),
        true() if query.queue is None else cases.c.queue == query.queue,
        true() if query.lead_id is None else cases.c.responsible_lead_id == query.lead_id,
    )
    reasons = reasons_to_see(query.by, cases.c.responsible_lead_id, cases.c.owner_id)
    rows = await tx.execute(first_of(wanted, reasons, order=WAITING, limit=query.limit + 1))
    return [dict(row) | {"waiting_minutes": _minutes(query.now, row["recorded_at"])} for row in rows.mappings()]


def _minutes(now: datetime, since: datetime) -> int:
    return max(0, int((now - since).total_seconds() // 60))
