"""Complaints, newest first, filtered and searched; a page costs the same at any depth and any size of the table.

Sorting all hits of a common word or filter, or walking the whole table for a rare one, would take a second at a
million rows. So a run of complaints that an index holds in order is looked through for as far as a page may cost, and
only when that holds too few hits is the index of words and terms asked, whose hits are then few.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    any_,
    cast,
    false,
    func,
    literal,
    literal_column,
    or_,
    select,
    text,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY, REGCONFIG, UUID

from services.intake.domain.actor import Actor
from services.intake.domain.reference import as_reference
from services.intake.queries.filters import Asked, Condition, Filters, Run, asked
from services.intake.storage.rows import plain
from services.intake.storage.tables import complaint
from shared.messaging.transaction import Transaction

_EXCERPT = 280
_NEWEST = 2000
"""How far a filtered list or a search looks row by row before it asks the index of words and terms."""
_FURTHER = 4
"""A page's part so large among the newest says that going so many times as far fills it: cheaper than an index
whose words and terms are all common."""
_TWICE = 2
"""So often a complaint may come up: by its department, and by who owns or recorded it."""
_IN_ORDER = text("SET LOCAL enable_sort = off")
"""Each run is in order in its index. Of a small table the planner would rather sort nearly all of it, narratives
included, than read a part in order."""
_AT_ONCE = text(
    "SELECT set_config('enable_sort', 'on', true), set_config('max_parallel_workers_per_gather', '0', true)"
)
"""Few hits are sorted; and one page is not worth the cores of other requests."""
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
    if not wanted.runs:
        return []  # somebody without teams who owns nothing sees nothing
    if q is None:
        return await (_filtered if wanted.others else _plain)(wanted, limit, tx)
    if reference := as_reference(q):
        any_run = or_(*(run.rule for run in wanted.runs))
        exact = [complaint.c.reference == reference, any_run, *wanted.bounds, *wanted.others]
        if found := await _rows(exact, tx, limit):
            return found
    query = func.websearch_to_tsquery(_SIMPLE, func.plain_words(q))
    holds = complaint.c.search.op("@@", is_comparison=True)
    # Row by row as a subquery: in a plan for later use PostgreSQL would read the query anew for each row.
    words = holds(select(query).scalar_subquery())
    return await _filtered(replace(wanted, words=words, terms=[*wanted.terms, holds(query)]), limit, tx)


async def _plain(asked: Asked, limit: int, tx: Transaction) -> list[dict[str, Any]]:
    """A page of what indexes hold in this order already: the first of each run, merged."""
    if len(asked.runs) == 1:
        return await _rows([asked.runs[0].rule, *asked.bounds], tx, limit)
    firsts = (_run(run, asked.bounds, complaint.c.id).limit(_said(limit)).subquery() for run in asked.runs)
    merged = union_all(*(select(first.c.id) for first in firsts)).scalar_subquery()
    return await _rows([complaint.c.id == any_(func.array(merged))], tx, limit)


async def _filtered(asked: Asked, limit: int, tx: Transaction) -> list[dict[str, Any]]:
    """A page of what has to be looked for: among the newest of each run, and beyond where they are not enough."""
    everything: dict[int, uuid.UUID | None] = dict.fromkeys(range(len(asked.runs)))
    await tx.execute(_IN_ORDER)
    hits, ends = await _newest(asked, everything, _NEWEST, limit, tx)
    rest = _unfinished(hits, ends, limit)
    if rest and len(hits) * _FURTHER > limit:
        more, ends = await _newest(asked, rest, _NEWEST * _FURTHER, limit, tx)
        hits |= more
        rest = _unfinished(hits, ends, limit)
    if rest:
        hits |= await _beyond(asked, rest, limit, tx)
    newest = sorted(hits, reverse=True)[:limit]
    return await _rows([complaint.c.id == any_(cast(newest, ARRAY(UUID)))], tx, limit) if newest else []


def _unfinished(hits: Set[uuid.UUID], ends: Mapping[int, uuid.UUID], limit: int) -> dict[int, uuid.UUID]:
    """The runs that may hold hits beyond where they were left which belong on the page."""
    oldest = sorted(hits, reverse=True)[limit - 1] if len(hits) >= limit else None
    return {number: end for number, end in ends.items() if oldest is None or end > oldest}


async def _newest(
    asked: Asked, begins: Mapping[int, uuid.UUID | None], depth: int, limit: int, tx: Transaction
) -> tuple[set[uuid.UUID], dict[int, uuid.UUID]]:
    """The hits among the next of each run, `depth` in all; by the number of a run, where these end if it goes on."""
    fits = and_(*asked.others, *(() if asked.words is None else (asked.words,))).label("fits")
    # Rows of several runs lie scattered over the table: looking at one costs about twice as much.
    each = max(1, depth // len(begins) // min(2, len(begins)))
    parts = []
    for number, begin in begins.items():
        bounds = asked.bounds if begin is None else [*asked.bounds, complaint.c.id < begin]
        run, place = asked.runs[number], literal(number).label("number")
        newest = _run(run, bounds, complaint.c.id, fits).limit(_said(each)).subquery()
        found = select(place, newest.c.id, false().label("last")).where(newest.c.fits).limit(_said(limit + 1))
        # Where to go on; not looked for where there were hits enough before it.
        end = _run(run, bounds, place, complaint.c.id, true().label("last")).offset(_said(each - 1)).limit(_said(1))
        both = union_all(select(found.subquery()), select(end.subquery())).subquery()
        parts.append(select(both).limit(_said(limit + 1)).subquery())
    rows = (await tx.execute(union_all(*(select(part) for part in parts)))).all()
    return {row.id for row in rows if not row.last}, {row.number: row.id for row in rows if row.last}


async def _beyond(asked: Asked, ends: Mapping[int, uuid.UUID], limit: int, tx: Transaction) -> set[uuid.UUID]:
    """The newest hits beyond the ends of these runs, by the index of words and terms."""
    conditions = (*asked.bounds, *asked.others, *asked.terms)
    hits = union_all(
        *(
            select(complaint.c.id).where(
                asked.runs[number].rule, *asked.runs[number].terms, complaint.c.id < end, *conditions
            )
            for number, end in ends.items()
        )
    ).cte("hits")
    await tx.execute(_AT_ONCE)
    # MATERIALIZED keeps the planner from walking in the order of ids instead.
    hits = hits.prefix_with("MATERIALIZED", dialect="postgresql")
    found = await tx.execute(select(hits.c.id).order_by(hits.c.id.desc()).limit(limit * _TWICE))
    return set(found.scalars())


def _said(number: int) -> ColumnElement[int]:
    """A bound in the statement's text: as a parameter PostgreSQL would guess it at a tenth of the table, find every
    plan for later use too dear, and plan anew for each page."""
    return literal_column(str(number), Integer)


def _run(run: Run, bounds: Sequence[Condition], *columns: Any) -> Select[Any]:
    return select(*columns).where(run.rule, *bounds).order_by(complaint.c.id.desc())


async def _rows(where: Sequence[Condition], tx: Transaction, limit: int) -> list[dict[str, Any]]:
    newest_first = select(*_ITEM).where(*where).order_by(complaint.c.id.desc()).limit(_said(limit))
    return [plain(row) for row in (await tx.execute(newest_first)).mappings()]
