"""Clocks: replaced by what the facts say now, with what was told of each kept; loaded for a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.routing.domain.clocks import Clock
from services.routing.storage.tables import clocks
from shared.messaging.transaction import Transaction

# What was told stays as long as the clock is the same one and its moments have not moved to a later time.
_REPLACE = """
WITH told AS (
    SELECT * FROM unnest($2::uuid[], $3::text[], $4::text[], $5::int[], $6::timestamptz[], $7::timestamptz[],
        $8::timestamptz[], $9::timestamptz[], $10::timestamptz[], $11::timestamptz[], $12::boolean[], $13::boolean[],
        $14::text[])
        AS t (complaint_id, pack, kind, round, started_at, due_at, warn_at, stopped_at, paused_at, paused_until,
        optional, escalates, department)
), gone AS (
    DELETE FROM clock c WHERE c.complaint_id = ANY($1::uuid[]) AND NOT EXISTS (
        SELECT FROM told t
        WHERE t.complaint_id = c.complaint_id AND t.pack = c.pack AND t.kind = c.kind AND t.round = c.round
    )
)
INSERT INTO clock AS c (complaint_id, pack, kind, round, started_at, due_at, warn_at, stopped_at, paused_at,
    paused_until, optional, escalates, department)
SELECT * FROM told ORDER BY complaint_id, pack, kind, round
ON CONFLICT (complaint_id, pack, kind, round) DO UPDATE SET
    started_at = excluded.started_at,
    due_at = excluded.due_at,
    warn_at = excluded.warn_at,
    stopped_at = excluded.stopped_at,
    paused_at = excluded.paused_at,
    paused_until = excluded.paused_until,
    optional = excluded.optional,
    escalates = excluded.escalates,
    department = excluded.department,
    warned_at = CASE WHEN c.started_at = excluded.started_at AND c.warn_at >= excluded.warn_at THEN c.warned_at END,
    breached_at = CASE WHEN c.started_at = excluded.started_at AND c.due_at >= excluded.due_at THEN c.breached_at END
RETURNING complaint_id, pack, kind, round, started_at, due_at, warn_at, stopped_at, paused_at, paused_until, optional,
    escalates, warned_at, breached_at
"""
_MARK = """
UPDATE clock SET warned_at = $5, breached_at = $6
WHERE complaint_id = $1 AND pack = $2 AND kind = $3 AND round = $4
"""


async def replace(
    complaint_ids: Sequence[UUID], told: Sequence[Clock], departments: Mapping[UUID, str | None], tx: Transaction
) -> Sequence[Clock]:
    """Let these be all the clocks of these complaints; return them with what was told of each.

    The progress of the complaints is locked, so that nobody else replaces them at the same time.
    """
    rows = await (await tx.raw()).fetch(
        _REPLACE,
        list(complaint_ids),
        [clock.complaint_id for clock in told],
        [clock.pack for clock in told],
        [clock.kind for clock in told],
        [clock.round for clock in told],
        [clock.started_at for clock in told],
        [clock.due_at for clock in told],
        [clock.warn_at for clock in told],
        [clock.stopped_at for clock in told],
        [clock.paused_at for clock in told],
        [clock.paused_until for clock in told],
        [clock.optional for clock in told],
        [clock.escalates for clock in told],
        [departments.get(clock.complaint_id) for clock in told],
    )
    return [Clock(**row) for row in rows]


async def of(complaint_id: UUID, tx: Transaction) -> tuple[Clock, ...]:
    """All clocks of a complaint, in the order of their due times."""
    statement = (
        select(clocks)
        .where(clocks.c.complaint_id == complaint_id)
        .order_by(clocks.c.due_at, clocks.c.pack, clocks.c.kind, clocks.c.round)
    )
    return tuple(clock_from(row) for row in (await tx.execute(statement)).mappings())


async def mark(told: Sequence[Clock], tx: Transaction) -> None:
    """Keep that a warning or a breach was told; the case is locked."""
    await (await tx.raw()).executemany(
        _MARK,
        [(one.complaint_id, one.pack, one.kind, one.round, one.warned_at, one.breached_at) for one in told],
    )


def clock_from(row: Any) -> Clock:
    """A row of the table as a clock."""
    return Clock(**{name: row[name] for name in Clock.__dataclass_fields__})
