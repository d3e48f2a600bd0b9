"""Who carries what now, for leads who share out work; in the order of the directory, never by how much (RO-14)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from services.routing.domain.actor import Actor
from services.routing.domain.availability import Standing
from services.routing.storage import availability, cooldowns
from shared.messaging.transaction import Transaction

View = dict[str, Any]
# The page of people first, then what each of them carries: the cost depends on the page, not on the cases.
_CARRIED = """
SELECT s.id AS staff_id, s.name, s.level, s.department, s.capacity, w.open, w.waiting, w.hot, w.overdue
FROM (
    SELECT id, name, level, department, capacity FROM staff
    WHERE active AND ($1::uuid IS NULL OR id > $1) AND ($2::text IS NULL OR department = $2)
        AND ($3::text[] IS NULL OR department = ANY($3) OR id = $4)
    ORDER BY id LIMIT $5
) AS s
CROSS JOIN LATERAL (
    SELECT count(*) AS open, count(*) FILTER (WHERE c.queue IS NOT NULL) AS waiting,
        count(*) FILTER (WHERE c.hot) AS hot,
        count(*) FILTER (WHERE EXISTS (
            SELECT FROM clock k WHERE k.complaint_id = c.complaint_id AND k.stopped_at IS NULL AND k.due_at < $6
                AND (k.paused_at IS NULL OR k.paused_at > $6 OR k.paused_until <= $6)
        )) AS overdue
    FROM case_file c WHERE c.owner_id = s.id AND c.status = 'open'
) AS w
ORDER BY s.id
"""
_HERE = Standing()


@dataclass(frozen=True, slots=True)
class ListWorkload:
    """Whose: of one department or all that `by` may see; their own line everybody sees."""

    by: Actor
    department: str | None
    after_id: UUID | None
    limit: int
    now: datetime


async def list_workload(query: ListWorkload, tx: Transaction) -> Sequence[View]:
    """At most limit + 1 people who work here, with what they carry at `now` and whether they are here."""
    teams = None if query.by.teams is None else sorted(query.by.teams)
    rows = await (await tx.raw()).fetch(
        _CARRIED, query.after_id, query.department, teams, query.by.staff_id, query.limit + 1, query.now
    )
    standing = await availability.standing([row["staff_id"] for row in rows], tx, now=query.now)
    resting = await cooldowns.resting(tx, now=query.now)
    return [
        dict(row)
        | {
            "on_duty": standing.get(row["staff_id"], _HERE).on_duty,
            "absent": standing.get(row["staff_id"], _HERE).absent,
            "resting": row["staff_id"] in resting,
        }
        for row in rows
    ]
