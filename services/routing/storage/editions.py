"""Released documents in editions: added once, read as they were; the tables of calendars and of rule packs alike."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, select, tuple_
from sqlalchemy.dialects.postgresql import insert

from services.routing.domain.edition import Edition
from shared.messaging.transaction import Transaction


async def release(table: Table, edition: Edition, tx: Transaction) -> bool:
    """Add an edition; False where that number is taken already (the key decides)."""
    statement = (
        insert(table)
        .values(
            code=edition.code,
            edition=edition.edition,
            content=dict(edition.content),
            sha256=edition.sha256,
            valid_from=edition.valid_from,
            released_at=edition.released_at,
            by_subject=edition.by_subject,
        )
        .on_conflict_do_nothing()
        .returning(table.c.edition)
    )
    return (await tx.execute(statement)).scalar_one_or_none() is not None


async def of_code(table: Table, code: str, tx: Transaction) -> tuple[Edition, ...]:
    """All editions of a code, the first one first."""
    rows = await tx.execute(select(table).where(table.c.code == code).order_by(table.c.edition))
    return tuple(_edition(row) for row in rows.mappings())


async def of_codes(table: Table, codes: Collection[str], tx: Transaction) -> tuple[Edition, ...]:
    """All editions of some codes."""
    rows = await tx.execute(select(table).where(table.c.code.in_(sorted(codes))))
    return tuple(_edition(row) for row in rows.mappings())


async def exactly(table: Table, keys: Collection[tuple[str, int]], tx: Transaction) -> tuple[Edition, ...]:
    """These editions, as far as they are here."""
    rows = await tx.execute(select(table).where(tuple_(table.c.code, table.c.edition).in_(sorted(keys))))
    return tuple(_edition(row) for row in rows.mappings())


async def listed(table: Table, tx: Transaction, *, where: ColumnElement[bool], limit: int) -> Sequence[Edition]:
    """At most `limit` editions by code, the first one first."""
    rows = await tx.execute(select(table).where(where).order_by(table.c.code, table.c.edition).limit(limit))
    return [_edition(row) for row in rows.mappings()]


def _edition(row: Any) -> Edition:
    return Edition(
        code=row["code"],
        edition=row["edition"],
        content=row["content"],
        valid_from=row["valid_from"],
        released_at=row["released_at"],
        by_subject=row["by_subject"],
    )
