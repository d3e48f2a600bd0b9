"""Lapses of complaints: each fact counted once, many in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from shared.messaging.transaction import Transaction

# Whoever tells a fact again, under whatever event id, finds it here. Ordered, so that two batches wait for each other.
_NOTE = """
WITH told AS (
    INSERT INTO lapse (complaint_id, kind, fact, lapsed_at)
    SELECT complaint_id, kind, fact, lapsed_at
    FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[]) AS t (complaint_id, kind, fact, lapsed_at)
    ORDER BY complaint_id, kind, fact
    ON CONFLICT DO NOTHING
    RETURNING complaint_id, kind, fact
), counted AS (
    SELECT complaint_id, count(*) FILTER (WHERE kind = 'late') AS late,
           count(*) FILTER (WHERE kind = 'promise_broken') AS broken
    FROM told GROUP BY complaint_id
), noted AS (
    UPDATE complaint SET late_times = late_times + late, broken_promises = broken_promises + broken,
                         version = version + late + broken
    FROM counted WHERE complaint.id = counted.complaint_id
)
SELECT complaint_id, kind, fact FROM told
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapse:
    """One lapse; `fact` tells it from every other of its kind about the complaint."""

    complaint_id: UUID
    kind: Literal["late", "promise_broken"]
    fact: str
    lapsed_at: datetime

    @property
    def key(self) -> tuple[UUID, str, str]:
        """What it is known by."""
        return self.complaint_id, self.kind, self.fact


async def note(lapses: Sequence[Lapse], tx: Transaction) -> frozenset[tuple[UUID, str, str]]:
    """Count those that were not known; their keys. The complaints are locked and their versions grow with each."""
    connection = await tx.raw()
    rows = await connection.fetch(
        _NOTE,
        [one.complaint_id for one in lapses],
        [one.kind for one in lapses],
        [one.fact for one in lapses],
        [one.lapsed_at for one in lapses],
    )
    return frozenset((row["complaint_id"], row["kind"], row["fact"]) for row in rows)
