"""Clocks: joined side by side in any order, and loaded for a case."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from services.routing.domain.clocks import Clock, ClockKind
from services.routing.storage.tables import clocks
from shared.messaging.transaction import Transaction

_JOIN = """
INSERT INTO clock AS c (complaint_id, kind, round, started_at, due_at, stopped_at)
SELECT complaint_id, kind, round, min(started_at), min(due_at), min(stopped_at)
FROM unnest($1::uuid[], $2::text[], $3::int[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[])
    AS t (complaint_id, kind, round, started_at, due_at, stopped_at)
GROUP BY complaint_id, kind, round ORDER BY complaint_id, kind, round
ON CONFLICT (complaint_id, kind, round) DO UPDATE SET
    started_at = least(c.started_at, excluded.started_at),
    due_at = least(c.due_at, excluded.due_at),
    stopped_at = least(c.stopped_at, excluded.stopped_at)
"""
"""least() passes over NULL, so each side is set by whoever knows it, and the first stop counts."""


async def join(changes: Sequence[Clock], tx: Transaction) -> None:
    """Start and stop clocks; doing it again, or in another order, ends in the same rows."""
    if not changes:
        return
    await (await tx.raw()).execute(
        _JOIN,
        [clock.complaint_id for clock in changes],
        [clock.kind.value for clock in changes],
        [clock.round for clock in changes],
        [clock.started_at for clock in changes],
        [clock.due_at for clock in changes],
        [clock.stopped_at for clock in changes],
    )


async def of(complaint_id: UUID, tx: Transaction) -> tuple[Clock, ...]:
    """The clocks of a complaint that have started, in the order of their due times."""
    statement = (
        select(clocks)
        .where(clocks.c.complaint_id == complaint_id, clocks.c.started_at.is_not(None))
        .order_by(clocks.c.due_at, clocks.c.kind)
    )
    return tuple(
        Clock(
            complaint_id=row["complaint_id"],
            kind=ClockKind(row["kind"]),
            round=row["round"],
            started_at=row["started_at"],
            due_at=row["due_at"],
            stopped_at=row["stopped_at"],
        )
        for row in (await tx.execute(statement)).mappings()
    )
