"""Complaints, newest first, filtered and searched; a page costs the same at any depth and any size of the table.

Sorting all hits of a common word or filter, or walking the whole table for a rare one, would take a second at a
million rows. So a run of complaints that an index holds in order is looked through for as far as a page may cost, and
only when that holds too few hits is the index of words and terms asked, whose hits are then few.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, any_, cast, func, literal, or_, select, union_all
from sqlalchemy.dialects.postgresql import ARRAY, REGCONFIG, UUID

from services.intake.domain.actor import Actor
from services.intake.domain.reference import as_reference
from services.intake.queries.filters import Asked, Condition, Filters, asked
from services.intake.storage.rows import plain
from services.intake.storage.tables import complaint
from shared.messaging.transaction import Transaction

_EXCERPT = 280
_NEWEST = 5000
"""How far a filtered list or a search looks row by row before it asks the index of words and terms."""
_TWICE = 2
"""So often a complaint may come up: by its department, and by who owns or recorded it."""
_SIMPLE = cast(literal("simple"), REGCONFIG)

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
    complaint.c.urgency,
    complaint.c.product,
    complaint.c.category,
    complaint.c.department,
    complaint.c.branch,
    complaint.c.language,
    complaint.c.reopened_times,
    complaint.c.received_at,
    complaint.c.recorded_at,
)


async def complaint_list(
    filters: Filters,
    tx: Transaction,
    *,
    actor: Actor,
    limit: int,
    after: uuid.UUID | None,
    q: str | None = None,
    offset: timedelta = timedelta(0),
) -> list[dict[str, Any]]:
    """At most `limit` complaints older than `after`, newest first (ids are UUIDv7, so by time).

    `q` is a reference, or words as people type them into a search: all of them, "a phrase", or, -not.
    """
    wanted = asked(filters, actor, after=after, offset=offset)
    if q is None:
        return await (_filtered if wanted.others else _plain)(wanted, limit, tx)
    if reference := as_reference(q):
        any_run = or_(*(run.rule for run in wanted.runs))
        exact = [complaint.c.reference == reference, any_run, *wanted.bounds, *wanted.others]
        if found := await _rows(exact, tx, limit):
            return found
    words = complaint.c.search.op("@@", is_comparison=True)(func.websearch_to_tsquery(_SIMPLE, func.plain_words(q)))
    return await _filtered(replace(wanted, others=[*wanted.others, words], terms=[*wanted.terms, words]), limit, tx)


async def _plain(asked: Asked, limit: int, tx: Transaction) -> list[dict[str, Any]]:
    """A page of what some index holds in this order already."""
    runs = [select(complaint.c.id).where(run.rule, *asked.bounds) for run in asked.runs]
    if len(runs) == 1:
        return await _rows([asked.runs[0].rule, *asked.bounds], tx, limit)
    merged = union_all(*runs).subquery("merged")
    ids = select(merged.c.id).order_by(merged.c.id.desc()).limit(limit * _TWICE)
    return await _rows([complaint.c.id == any_(func.array(ids.scalar_subquery()))], tx, limit)


async def _filtered(asked: Asked, limit: int, tx: Transaction) -> list[dict[str, Any]]:
    """A page of what has to be looked for: first among the newest, then by the index of words and terms."""
    hits, end = await _newest(asked, limit, tx)
    if len(hits) < limit and end is not None:
        hits += await _beyond(asked, end, limit, tx)
    return await _rows([complaint.c.id == any_(cast(hits, ARRAY(UUID)))], tx, limit) if hits else []


async def _newest(asked: Asked, limit: int, tx: Transaction) -> tuple[list[uuid.UUID], uuid.UUID | None]:
    """The hits among the newest, and where the newest end; None when there is nothing beyond them."""
    fits = and_(*asked.others).label("fits")
    runs = [select(complaint.c.id, fits).where(run.rule, *asked.bounds) for run in asked.runs]
    merged = union_all(*runs).subquery("merged")
    newest = select(merged).order_by(merged.c.id.desc()).limit(_NEWEST).subquery("newest")
    place = func.row_number().over(order_by=newest.c.id.desc()).label("place")
    placed = select(newest.c.id, newest.c.fits, place).subquery("placed")
    rows = await tx.execute(
        select(placed)
        .where(placed.c.fits | (placed.c.place == _NEWEST))
        .order_by(placed.c.id.desc())
        .limit(limit * _TWICE + 1)
    )
    found = rows.all()
    end = found[-1].id if found and found[-1].place == _NEWEST else None
    return list(dict.fromkeys(row.id for row in found if row.fits)), end


async def _beyond(asked: Asked, end: uuid.UUID, limit: int, tx: Transaction) -> list[uuid.UUID]:
    """The hits older than `end`, by the index of words and terms."""
    conditions = (*asked.bounds, complaint.c.id < end, *asked.others, *asked.terms)
    runs = [select(complaint.c.id).where(run.rule, *run.terms, *conditions) for run in asked.runs]
    # MATERIALIZED keeps the planner from walking in the order of ids instead.
    hits = union_all(*runs).cte("hits").prefix_with("MATERIALIZED", dialect="postgresql")
    found = await tx.execute(select(hits.c.id).order_by(hits.c.id.desc()).limit(limit * _TWICE))
    return list(dict.fromkeys(found.scalars()))


async def _rows(where: Sequence[Condition], tx: Transaction, limit: int) -> list[dict[str, Any]]:
    newest_first = select(*_ITEM).where(*where).order_by(complaint.c.id.desc()).limit(limit)
    return [plain(row) for row in (await tx.execute(newest_first)).mappings()]
