"""Cases that wait in a queue, in the order in which they are worked off, and cases that need another owner."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select, text, true, tuple_

from services.routing.domain.case import Case
from services.routing.domain.queueing import Reach
from services.routing.storage.cases import case_of
from services.routing.storage.tables import cases
from services.routing.storage.tables.case import IS_OPEN, WAITING, WAITS
from shared.messaging.transaction import Transaction

_LANGUAGE = func.lower(func.split_part(cases.c.language, "-", 1))
_FORMER = text(
    "SELECT c.complaint_id, last.owner_id FROM case_file c CROSS JOIN LATERAL (SELECT o.owner_id FROM case_file o "
    "WHERE o.customer_id = c.customer_id AND o.complaint_id <> c.complaint_id AND o.recorded_at <= c.recorded_at "
    "ORDER BY o.recorded_at DESC LIMIT 1) AS last WHERE c.complaint_id = ANY(:ids)"
)

Place = tuple[int, datetime, UUID]
"""Where in the order a case stands."""


async def take_next(reach: Reach, tx: Transaction, *, queue: str | None) -> Case | None:
    """The first waiting case within reach, locked; one that somebody has in hand is passed by, not waited for."""
    statement = (
        select(cases)
        .where(WAITS, _within(reach), true() if queue is None else cases.c.queue == queue)
        .order_by(*WAITING)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return next(iter(await _found(statement, tx)), None)


async def some_waiting(
    queue: str | None, tx: Transaction, *, after: Place | None, limit: int
) -> Sequence[tuple[Place, Case]]:
    """The next waiting cases of a queue, or of all, after a place in the order; locked, those in hand passed by."""
    where = [
        WAITS,
        true() if queue is None else cases.c.queue == queue,
        true() if after is None else tuple_(*WAITING) > tuple_(*after),
    ]
    statement = select(cases).where(*where).order_by(*WAITING).limit(limit).with_for_update(skip_locked=True)
    rows = (await tx.execute(statement)).mappings().all()
    return [((row["urgency_rank"], row["recorded_at"], row["complaint_id"]), case_of(row)) for row in rows]


async def queue_names(tx: Transaction) -> tuple[str, ...]:
    """The queues in which something waits."""
    return tuple((await tx.execute(select(cases.c.queue).where(WAITS).distinct().order_by(cases.c.queue))).scalars())


async def open_of(owner_id: UUID, tx: Transaction) -> Sequence[Case]:
    """The open cases of an owner, locked, in the order of their ids so that no two transactions wait in a ring."""
    of = and_(IS_OPEN, cases.c.owner_id == owner_id)
    return await _found(select(cases).where(of).order_by(cases.c.complaint_id).with_for_update(), tx)


async def led_by(lead_id: UUID, tx: Transaction) -> Sequence[Case]:
    """The waiting cases for which a lead answers, locked in the order of their ids."""
    of = and_(WAITS, cases.c.responsible_lead_id == lead_id)
    return await _found(select(cases).where(of).order_by(cases.c.complaint_id).with_for_update(), tx)


async def former_handlers(complaint_ids: Collection[UUID], tx: Transaction) -> dict[UUID, UUID]:
    """For each of these cases, who owns the customer's latest one before it."""
    if not complaint_ids:
        return {}
    rows = await tx.execute(_FORMER, {"ids": list(complaint_ids)})
    return {row.complaint_id: row.owner_id for row in rows}


def _within(reach: Reach) -> ColumnElement[bool]:
    trades = sorted(reach.trades)
    return and_(
        _LANGUAGE.in_(sorted(reach.languages)),
        or_(cases.c.department.is_(None), cases.c.department.in_(trades), cases.c.product.in_(trades)),
        true() if reach.hot else not_(cases.c.hot),
    )


async def _found(statement: Select[Any], tx: Transaction) -> Sequence[Case]:
    return [case_of(row) for row in (await tx.execute(statement)).mappings()]
