"""Complaints that may be like a text: few enough to be compared one by one, however many there are."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, Text, and_, cast, func, literal, select, text, union_all
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.exc import DBAPIError

from services.intake.domain.actor import Actor
from services.intake.domain.lifecycle import Status
from services.intake.domain.text_likeness import Telling, Word
from services.intake.storage.tables import complaint
from services.intake.storage.visibility import visible_to
from shared.messaging.transaction import Transaction

NEWEST = 2500
"""How far back every complaint is looked at; beyond that only the text index knows, and only of rare words."""
_BEST_OF_NEWEST, _BEST_ANYWHERE = 80, 40
_MOST_HITS = 300
_PATIENCE_MS = 250
_QUERY_CANCELED = "57014"


async def candidates(words: Telling, tx: Transaction, *, actor: Actor) -> set[UUID]:
    """At most a hundred and twenty complaints that the actor may see and that share telling words with the text."""
    found = await _newest(words.any, tx, actor) if words.any else set()
    if words.rare:
        found |= await _anywhere(words.rare, tx, actor)
    return found


async def _newest(words: Iterable[Word], tx: Transaction, actor: Actor) -> set[UUID]:
    wanted = _tsquery(words)
    pool = _window(actor)
    best = (
        select(pool.c.id)
        .where(pool.c.search.op("@@")(wanted))
        .order_by(func.ts_rank(pool.c.search, wanted).desc(), pool.c.id.desc())
        .limit(_BEST_OF_NEWEST)
    )
    return set((await tx.execute(best)).scalars())


async def _anywhere(words: Iterable[Word], tx: Transaction, actor: Actor) -> set[UUID]:
    """Statistics say that these words have few hits. Should they be wrong, the database gives up after a moment,
    and what the newest complaints gave must do."""
    wanted = _tsquery(words)
    hits = (
        select(complaint.c.id, complaint.c.search, and_(*_shown(actor)).label("shown"))
        .where(complaint.c.search.op("@@")(wanted))
        .limit(_MOST_HITS)
        .cte("hits")
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    best = (
        select(hits.c.id)
        .where(hits.c.shown)
        .order_by(func.ts_rank(hits.c.search, wanted).desc(), hits.c.id.desc())
        .limit(_BEST_ANYWHERE)
    )
    aside = await tx.connection.begin_nested()
    try:
        await tx.execute(text(f"SET LOCAL statement_timeout = {_PATIENCE_MS}"))
        return set((await tx.execute(best)).scalars())
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != _QUERY_CANCELED:
            raise
        return set()
    finally:
        # Nothing was written; this takes the shorter patience back as well.
        await aside.rollback()


def _window(actor: Actor) -> Subquery:
    """The newest complaints that the actor may see, each part read from its end of an index.

    Filtering the newest of all instead would walk the whole table for who sees little of it.
    """
    if actor.teams is None:
        parts = [_last(NEWEST, *_shown(actor))]
    else:
        share = NEWEST // (len(actor.teams) + 1)
        parts = [_last(share, complaint.c.department == team, _not_merged()) for team in sorted(actor.teams)]
        if actor.staff_id is not None:
            parts.append(_last(share, complaint.c.owner_id == actor.staff_id, _not_merged()))
    if not parts:
        parts = [_last(0)]
    return union_all(*(select(part.subquery()) for part in parts)).subquery("pool")


def _last(limit: int, *where: ColumnElement[bool]) -> Select[tuple[UUID, str]]:
    return select(complaint.c.id, complaint.c.search).where(*where).order_by(complaint.c.id.desc()).limit(limit)


def _shown(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return visible_to(actor), _not_merged()


def _not_merged() -> ColumnElement[bool]:
    return complaint.c.status != Status.MERGED.value


def _tsquery(words: Iterable[Word]) -> ColumnElement[str]:
    """Any of these words; a beginning stands for all forms of its word."""
    return cast(cast(literal(" | ".join(_operand(word) for word in words)), Text), TSQUERY)


def _operand(word: Word) -> str:
    quoted = word.beginning.replace("\\", "\\\\").replace("'", "''")
    return f"'{quoted}'" if word.beginning == word.lexeme else f"'{quoted}':*"
