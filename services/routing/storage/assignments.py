"""Assignments: one at a time, whose turn it was last, and how each was decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import orjson
from sqlalchemy import select, text

from services.routing.domain.assignment import PassedOver, Ranking
from services.routing.domain.decision import Decision
from services.routing.storage.tables.assignment import passings
from shared.messaging.transaction import Transaction

_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(7273350214)")
# Whoever recorded a case for a system may be nobody in the directory.
_TOOK = """
INSERT INTO staff_turn AS t (staff_id, last_assigned_at, assigned)
SELECT s.id, $3, took.cases FROM unnest($1::uuid[], $2::int[]) AS took (staff_id, cases)
JOIN staff s ON s.id = took.staff_id ORDER BY s.id
ON CONFLICT (staff_id) DO UPDATE SET
    last_assigned_at = greatest(t.last_assigned_at, excluded.last_assigned_at),
    assigned = t.assigned + excluded.assigned
"""
_DECIDED = """
INSERT INTO passing_over (complaint_id, version, decided_at, suitable, ranked, passed_over)
SELECT complaint_id, version, $6, suitable, ARRAY(SELECT jsonb_array_elements_text(ranked::jsonb)::uuid),
    passed_over::jsonb
FROM unnest($1::uuid[], $2::int[], $3::int[], $4::text[], $5::text[])
    AS t (complaint_id, version, suitable, ranked, passed_over)
"""


async def one_at_a_time(tx: Transaction) -> None:
    """Wait until nobody else assigns, so that what is counted stays true until the commit.

    Taken before any case is locked by whoever assigns, everywhere, so that nobody waits in a ring.
    """
    await tx.execute(_ONE_AT_A_TIME)


async def took_turns(turns: Mapping[UUID, int], tx: Transaction, *, now: datetime) -> None:
    """Note who was given how many cases at `now`."""
    if turns:
        await (await tx.raw()).execute(_TOOK, list(turns), list(turns.values()), now)


async def decided(decisions: Sequence[tuple[UUID, int, Ranking]], tx: Transaction, *, now: datetime) -> None:
    """Keep, for cases at these versions, who was ranked and how many were passed over for which reason."""
    if decisions:
        await (await tx.raw()).execute(
            _DECIDED,
            [complaint_id for complaint_id, _, _ in decisions],
            [version for _, version, _ in decisions],
            [ranking.suitable for _, _, ranking in decisions],
            [orjson.dumps([str(one.staff.id) for one in ranking.matches]).decode() for _, _, ranking in decisions],
            [
                orjson.dumps({reason.value: count for reason, count in ranking.passed_over.items()}).decode()
                for _, _, ranking in decisions
            ],
            now,
        )


async def last_decision(complaint_id: UUID, tx: Transaction) -> Decision | None:
    """The latest one of a case; None where a person always decided."""
    statement = (
        select(passings).where(passings.c.complaint_id == complaint_id).order_by(passings.c.version.desc()).limit(1)
    )
    row = (await tx.execute(statement)).mappings().one_or_none()
    if row is None:
        return None
    return Decision(
        version=row["version"],
        decided_at=row["decided_at"],
        suitable=row["suitable"],
        ranked=tuple(row["ranked"]),
        passed_over={PassedOver(reason): count for reason, count in row["passed_over"].items()},
    )
