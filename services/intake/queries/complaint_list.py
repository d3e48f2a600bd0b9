"""Complaints, newest first, filtered and searched; a page costs the same at any depth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, cast, func, literal, select
from sqlalchemy.dialects.postgresql import REGCONFIG

from services.intake.domain.actor import Actor
from services.intake.domain.lifecycle import Status
from services.intake.domain.reference import as_reference
from services.intake.storage.rows import plain
from services.intake.storage.tables import complaint
from services.intake.storage.visibility import visible_to
from shared.messaging.transaction import Transaction

_EXCERPT = 280
_NEWEST = 5000
"""How far back a search looks row by row before it asks the index; see _search."""

_ITEM = (
    complaint.c.id,
    complaint.c.reference,
    complaint.c.version,
    complaint.c.status,
    complaint.c.channel,
    func.left(complaint.c.narrative, _EXCERPT).label("excerpt"),
    complaint.c.customer_id,
    complaint.c.owner_id,
    complaint.c.feeling,
    complaint.c.product,
    complaint.c.department,
    complaint.c.language,
    complaint.c.reopened_times,
    complaint.c.received_at,
    complaint.c.recorded_at,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which complaints are asked for; None asks for all."""

    status: Status | None = None
    department: str | None = None
    owner_id: UUID | None = None
    customer_id: UUID | None = None
    q: str | None = None


async def complaint_list(
    filters: Filters, tx: Transaction, *, actor: Actor, limit: int, after: UUID | None
) -> list[dict[str, Any]]:
    """At most `limit` complaints older than `after`, newest first (ids are UUIDv7, so by time)."""
    where = _conditions(filters, actor, after)
    if filters.q is None:
        return await _rows(_page(where, limit), tx)
    if reference := as_reference(filters.q):
        exact = await _rows(_page([*where, complaint.c.reference == reference], limit), tx)
        if exact:
            return exact
    return await _search(filters.q, where, limit, tx)


async def _search(q: str, where: list[ColumnElement[bool]], limit: int, tx: Transaction) -> list[dict[str, Any]]:
    """In two steps: sorting all hits of a common word, or walking the whole table for a rare one, would take
    a second at a million rows. So the newest are looked through first, and only when they hold too few hits
    is the text index asked, whose hits are then few.
    """
    wanted = func.websearch_to_tsquery(cast(literal("simple"), REGCONFIG), q)
    newest = (
        select(complaint.c.id, complaint.c.search)
        .where(*where)
        .order_by(complaint.c.id.desc())
        .limit(_NEWEST)
        .subquery("newest")
    )
    recent = select(newest.c.id).where(newest.c.search.op("@@")(wanted)).order_by(newest.c.id.desc()).limit(limit)
    rows = await _rows(_page([complaint.c.id.in_(recent)], limit), tx)
    if len(rows) >= limit:
        return rows
    hits = select(complaint.c.id).where(complaint.c.search.op("@@")(wanted)).cte("hits")
    # MATERIALIZED keeps the planner from walking the primary key instead of the text index.
    found = select(hits.prefix_with("MATERIALIZED", dialect="postgresql").c.id)
    return await _rows(_page([*where, complaint.c.id.in_(found)], limit), tx)


def _conditions(filters: Filters, actor: Actor, after: UUID | None) -> list[ColumnElement[bool]]:
    where = [visible_to(actor)]
    if after is not None:
        where.append(complaint.c.id < after)
    if filters.status is not None:
        where.append(complaint.c.status == filters.status.value)
    for column, value in (
        (complaint.c.department, filters.department),
        (complaint.c.owner_id, filters.owner_id),
        (complaint.c.customer_id, filters.customer_id),
    ):
        if value is not None:
            where.append(column == value)
    return where


def _page(where: list[ColumnElement[bool]], limit: int) -> Select[Any]:
    return select(*_ITEM).where(*where).order_by(complaint.c.id.desc()).limit(limit)


async def _rows(statement: Select[Any], tx: Transaction) -> list[dict[str, Any]]:
    return [plain(row) for row in (await tx.execute(statement)).mappings()]
