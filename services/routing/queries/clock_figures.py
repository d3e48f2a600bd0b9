"""Of the clocks that started in a period: how many were met, late, missed, or still run (RO-7, RO-13)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from services.routing.domain.reporting_period import ReportingPeriod
from shared.messaging.transaction import Transaction

DEFINITIONS: dict[str, str] = {
    "started": "Clocks that started on these days (UTC); a case has one for each round.",
    "met": "Stopped in time: what it waits for was done.",
    "late": "Stopped after it was due: done, but late. For next_update: the update came, but was missed first.",
    "missed": "Ran out and not done yet.",
    "lapsed": "A chance that was not taken; no breach.",
    "running": "Not due yet, or waiting for the customer.",
    "met_rate": "Of those that are over, met in time: met / (met + late + missed). Null where none is over.",
}
_FIGURES = """
WITH seen AS (
    SELECT pack, kind, optional, stopped_at IS NOT NULL AS stopped,
        coalesce(stopped_at, $3) > due_at
            AND (stopped_at IS NOT NULL OR paused_at IS NULL OR paused_until IS NOT NULL) AS over
    FROM clock
    WHERE started_at >= $1 AND started_at < $2 AND ($4::text IS NULL OR department = $4)
)
SELECT pack, kind, count(*) AS started,
    count(*) FILTER (WHERE stopped AND NOT over) AS met,
    count(*) FILTER (WHERE stopped AND over AND NOT optional) AS late,
    count(*) FILTER (WHERE NOT stopped AND over AND NOT optional) AS missed,
    count(*) FILTER (WHERE over AND optional) AS lapsed,
    count(*) FILTER (WHERE NOT stopped AND NOT over) AS running
FROM seen GROUP BY pack, kind ORDER BY pack, kind
"""


async def clock_figures(
    period: ReportingPeriod, tx: Transaction, *, department: str | None, now: datetime
) -> dict[str, Any]:
    """A row for each kind of clock of each pack, by their names."""
    found = await (await tx.raw()).fetch(_FIGURES, period.begins, period.ends, now, department)
    return {
        "name": "clocks",
        "period": {"from": period.first.isoformat(), "to": period.last.isoformat()},
        "as_of": now,
        "department": department,
        "definitions": DEFINITIONS,
        "rows": [{**row, "met_rate": _rate(row["met"], row["late"] + row["missed"])} for row in found],
    }


def _rate(met: int, unmet: int) -> float | None:
    return round(met / (met + unmet), 4) if met + unmet else None
