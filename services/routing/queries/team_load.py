"""What each department carries now beside what it can: figures of teams, never of people (RO-14)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shared.messaging.transaction import Transaction

View = dict[str, Any]
_BY_DEPARTMENT = """
WITH told AS (
    SELECT department, count(*) AS people, sum(capacity) AS capacity, 0 AS open, 0 AS waiting, 0 AS hot, 0 AS overdue
    FROM staff WHERE active GROUP BY department
    UNION ALL
    SELECT c.department, 0, 0, count(*), count(*) FILTER (WHERE c.queue IS NOT NULL), count(*) FILTER (WHERE c.hot),
        count(*) FILTER (WHERE EXISTS (
            SELECT FROM clock k WHERE k.complaint_id = c.complaint_id AND k.stopped_at IS NULL AND k.due_at < $1
                AND (k.paused_at IS NULL OR k.paused_at > $1 OR k.paused_until <= $1)
        ))
    FROM case_file c WHERE c.status = 'open' GROUP BY c.department
)
SELECT department, sum(people)::int AS people, sum(capacity)::int AS capacity, sum(open)::int AS open,
    sum(waiting)::int AS waiting, sum(hot)::int AS hot, sum(overdue)::int AS overdue
FROM told GROUP BY department ORDER BY department NULLS LAST
"""
DEFINITIONS = {
    "people": "Who work in the department now, absent or not",
    "capacity": "How many open cases they can carry together",
    "open": "Open cases of the department, whoever has them",
    "waiting": "Of these, how many wait in a queue for somebody who suits",
    "hot": "Of the open ones, how many have an angry or abusive customer or are critical",
    "overdue": "Of the open ones, how many have a clock that has run out",
    "share": "Open cases for each one that can be carried; null where nobody works",
}


async def team_load_view(tx: Transaction, *, now: datetime) -> View:
    """A row for each department, in the order of their names; cases without a department come last."""
    rows = [dict(row) for row in await (await tx.raw()).fetch(_BY_DEPARTMENT, now)]
    today = now.date().isoformat()
    return {
        "name": "workload",
        "period": {"from": today, "to": today},
        "as_of": now,
        "definitions": DEFINITIONS,
        "rows": [row | {"share": round(row["open"] / row["capacity"], 3) if row["capacity"] else None} for row in rows],
    }
