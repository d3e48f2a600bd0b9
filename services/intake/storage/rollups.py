"""Counts that follow the complaints: what changed about some is taken out of the old counts and put into the new.

Each complaint's row is compared with `counted`, as what it was last counted; only the difference is applied. So it
does not matter which events come, in which order, how often: afterwards the counts are those of the rows as they are.
All counting holds one lock until its commit. Without it two workers could apply one difference twice; and they would
wait for each other anyway, at the row of the present month.
"""

# ruff: noqa: S608 - statements are put together from parts of this module alone

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.intake.domain.dimension import COARSE, GRAINS, Dimension, Grain
from services.intake.domain.hours import BOUNDS
from shared.messaging.transaction import Transaction

COUNTS: dict[str, str] = {
    "recorded": "1",
    "merged": "(status = 'merged')::integer",
    "still_open": "(status IN ('recorded', 'reopened'))::integer",
    "open_again": "(status = 'reopened')::integer",
    "unanswered": "(status IN ('recorded', 'reopened') AND answer_seconds IS NULL)::integer",
    "resolved_once": "(status <> 'merged' AND resolved_once)::integer",
    "awaiting_word": "(status = 'resolved')::integer",
    "confirmed": "(closed_how = 'confirmed')::integer",
    "by_silence": "(closed_how = 'silence')::integer",
    "parted": "(status = 'parted')::integer",
    "reopened": "(status <> 'merged' AND reopened_times > 0)::integer",
    "reopenings": "CASE WHEN status <> 'merged' THEN reopened_times ELSE 0 END",
    "late": "(status <> 'merged' AND late_times > 0)::integer",
    "late_times": "CASE WHEN status <> 'merged' THEN late_times ELSE 0 END",
    "promise_broken": "(status <> 'merged' AND broken_promises > 0)::integer",
    "broken_promises": "CASE WHEN status <> 'merged' THEN broken_promises ELSE 0 END",
    "answered": "(status <> 'merged' AND answer_seconds IS NOT NULL)::integer",
    "answer_seconds": "CASE WHEN status <> 'merged' THEN coalesce(answer_seconds, 0) ELSE 0 END",
    "timed": "(resolution_seconds IS NOT NULL)::integer",
    "resolution_seconds": "coalesce(resolution_seconds, 0)",
}
"""Each count of domain/figures.py, as what one complaint adds to it, told from its row in `counted`."""
_LOCK = "SELECT pg_advisory_xact_lock(7273350109)"
_ROOM = "SET LOCAL work_mem = '256MB'"
"""For sorting everything in memory; the server's own bound is made for small questions."""
_LONG_SECONDS = 3600.0
"""A count of everything may take this long."""

_COLUMNS = (
    "complaint_id, day, department, product, cause, category, branch, channel, status, closed_how, resolved_once,"
    " reopened_times, late_times, broken_promises, answer_seconds, resolution_seconds"
)
# A complaint counts on the day on which it reached us, not on which it was typed in: an imported history is told
# in its own months.
_AS_COUNTED = """
SELECT id AS complaint_id, (received_at AT TIME ZONE 'UTC')::date AS day, coalesce(department, '') AS department,
       coalesce(product, '') AS product, coalesce(root_cause, '') AS cause, coalesce(category, '') AS category,
       coalesce(branch, '') AS branch, channel, status, coalesce(closed_how, '') AS closed_how,
       resolution_number > 0 AS resolved_once, reopened_times, late_times, broken_promises,
       CASE WHEN first_answered_at IS NOT NULL
            THEN greatest(0, floor(extract(epoch FROM first_answered_at - received_at)))::bigint
       END AS answer_seconds,
       CASE WHEN resolved_at IS NOT NULL AND status IN ('resolved', 'closed')
            THEN greatest(0, floor(extract(epoch FROM resolved_at - received_at)))::bigint
       END AS resolution_seconds
FROM complaint
"""


def _keys() -> str:
    """Every month, week and value that a complaint counts in, as rows."""
    return ", ".join(
        f"('{dimension}', '{grain}', date_trunc('{grain}', day)::date, "
        + ("''" if dimension is Dimension.ALL else dimension.value)
        + ")"
        for dimension, grains in GRAINS.items()
        for grain in grains
    )


_KEY = "dimension, grain, starts_on, value"
_SUMS = ", ".join(f"sum(sign * ({of_one}))::bigint AS {name}" for name, of_one in COUNTS.items())
_NAMES = ", ".join(COUNTS)


def _with_coarse(fine: str, by: str, summed: Iterable[str]) -> str:
    """What is counted by month and week, and beside it the months' sums: of a handful of rows, not of complaints."""
    sums = ", ".join(f"sum({name})::bigint" for name in summed)
    return f"""
    WITH fine AS MATERIALIZED ({fine})
    TABLE fine
    UNION ALL
    SELECT dimension, longer.grain, date_trunc(longer.grain, starts_on)::date, {by}, {sums}
    FROM fine CROSS JOIN unnest(ARRAY{[str(grain) for grain in COARSE]}) AS longer (grain)
    WHERE fine.grain = '{Grain.MONTH}' GROUP BY 1, 2, 3, {by}
    """


_COUNTED = _with_coarse(
    f"SELECT {_KEY}, {_SUMS} FROM moved CROSS JOIN LATERAL (VALUES {_keys()}) AS key ({_KEY}) GROUP BY {_KEY}",
    "value",
    COUNTS,
)
_SPREAD = _with_coarse(
    f"""
    SELECT {_KEY}, bucket::smallint, sum(sign * answered)::bigint AS answered,
           sum(sign * resolved)::bigint AS resolved
    FROM moved CROSS JOIN LATERAL (VALUES {_keys()}) AS key ({_KEY})
         CROSS JOIN LATERAL (VALUES (width_bucket(answer_seconds, $1::bigint[]), 1, 0),
                                    (width_bucket(resolution_seconds, $1::bigint[]), 0, 1))
         AS hours (bucket, answered, resolved)
    WHERE bucket IS NOT NULL AND status <> 'merged' GROUP BY {_KEY}, bucket
    """,
    "value, bucket",
    ("answered", "resolved"),
)
# Of everything a row is touched whatever changed: it tells when figures were last counted.
_NONE = f"least({_NAMES}) <> 0 OR greatest({_NAMES}) <> 0"
_SAME = " AND ".join(f"old.{name} = delta.{name}" for name in ("dimension", "grain", "starts_on", "value"))
_ADDED = ", ".join(f"{name} = old.{name} + delta.{name}" for name in COUNTS)
_REPLACED = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS.split(", ")[1:])
# Updated or inserted, not inserted ON CONFLICT: that would hold the difference itself to the checks of the table.
_FOLLOW = f"""
WITH now AS MATERIALIZED ({_AS_COUNTED} WHERE id = ANY($2::uuid[])),
before AS MATERIALIZED (SELECT {_COLUMNS} FROM counted WHERE complaint_id = ANY($2::uuid[])),
moved AS MATERIALIZED (
    SELECT 1 AS sign, gained.* FROM (TABLE now EXCEPT TABLE before) AS gained
    UNION ALL SELECT -1, lost.* FROM (TABLE before EXCEPT TABLE now) AS lost
),
delta AS MATERIALIZED (SELECT * FROM ({_COUNTED}) AS every_value WHERE dimension = 'all' OR {_NONE}),
raised AS (
    UPDATE rollup AS old SET {_ADDED}, counted_at = $3 FROM delta WHERE {_SAME}
),
added AS (
    INSERT INTO rollup ({_KEY}, {_NAMES}, counted_at) SELECT {_KEY}, {_NAMES}, $3 FROM delta
    WHERE NOT EXISTS (SELECT FROM rollup AS old WHERE {_SAME})
),
spread AS MATERIALIZED (SELECT * FROM ({_SPREAD}) AS every_bucket WHERE answered <> 0 OR resolved <> 0),
raised_hours AS (
    UPDATE rollup_hours AS old SET answered = old.answered + delta.answered, resolved = old.resolved + delta.resolved
    FROM spread AS delta WHERE {_SAME} AND old.bucket = delta.bucket
),
added_hours AS (
    INSERT INTO rollup_hours ({_KEY}, bucket, answered, resolved)
    SELECT {_KEY}, bucket, answered, resolved FROM spread AS delta
    WHERE NOT EXISTS (SELECT FROM rollup_hours AS old WHERE {_SAME} AND old.bucket = delta.bucket)
),
kept AS (
    INSERT INTO counted ({_COLUMNS}) SELECT {_COLUMNS} FROM moved WHERE sign = 1
    ON CONFLICT (complaint_id) DO UPDATE SET {_REPLACED}
),
gone AS (
    DELETE FROM counted WHERE complaint_id = ANY($2::uuid[]) AND complaint_id NOT IN (SELECT complaint_id FROM now)
)
SELECT count(DISTINCT complaint_id) FROM moved
"""
_EMPTY = ("DELETE FROM rollup_hours", "DELETE FROM rollup", "DELETE FROM counted")
_REFILL = f"INSERT INTO counted ({_COLUMNS}) {_AS_COUNTED}"
# From `counted`, not from the complaints again: they go on changing, and each statement sees another moment.
_EVERY = "WITH moved AS (SELECT 1 AS sign, * FROM counted)"
# In the order in which they are read: neighbours lie beside each other, and indexes grow at their end alone.
_RECOUNT = f"""
INSERT INTO rollup ({_KEY}, {_NAMES}, counted_at)
{_EVERY} SELECT *, $1 FROM ({_COUNTED}) AS recount ORDER BY {_KEY}
"""
_RECOUNT_HOURS = f"""
INSERT INTO rollup_hours ({_KEY}, bucket, answered, resolved)
{_EVERY} SELECT * FROM ({_SPREAD}) AS recount ORDER BY dimension, grain, value, starts_on, bucket
"""
# One statement, so one moment: nothing needs to stand still while everything is compared.
_CHECK = f"""
WITH behind AS (
    (({_AS_COUNTED}) EXCEPT SELECT {_COLUMNS} FROM counted)
    UNION ALL (SELECT {_COLUMNS} FROM counted EXCEPT ({_AS_COUNTED}))
),
recount AS MATERIALIZED ({_EVERY} SELECT * FROM ({_COUNTED}) AS every_value),
kept AS MATERIALIZED (SELECT {_KEY}, {_NAMES} FROM rollup WHERE recorded <> 0),
recount_hours AS MATERIALIZED ({_EVERY} SELECT * FROM ({_SPREAD}) AS every_bucket),
kept_hours AS MATERIALIZED (
    SELECT {_KEY}, bucket, answered, resolved FROM rollup_hours WHERE answered <> 0 OR resolved <> 0
),
astray AS (
    SELECT {_KEY} FROM ((TABLE kept EXCEPT TABLE recount) UNION ALL (TABLE recount EXCEPT TABLE kept)) AS counts
    UNION ALL
    SELECT {_KEY} FROM (
        (TABLE kept_hours EXCEPT TABLE recount_hours) UNION ALL (TABLE recount_hours EXCEPT TABLE kept_hours)
    ) AS hours
)
SELECT (SELECT count(DISTINCT complaint_id) FROM behind) AS behind, (SELECT count(*) FROM astray) AS astray
"""


@dataclass(frozen=True, slots=True)
class Check:
    """What a count of everything says about the counts that are kept."""

    behind: int
    """Complaints that have changed since they were last counted: events under way, or a worker that stands still."""
    astray: int
    """Rows of the rollups that are not what `counted` adds up to; more than 0 is a fault, and a recount mends it."""


async def follow(ids: Sequence[UUID], tx: Transaction, *, now: datetime) -> int:
    """Bring the counts to what the rows of these complaints say; how many had changed since they were last counted.

    The rows are read after the lock is held, in a statement of its own: whoever counts last has seen the newest.
    """
    connection = await tx.raw()
    await connection.execute(_LOCK)
    return int(await connection.fetchval(_FOLLOW, BOUNDS, sorted(set(ids)), now))


async def rebuild(tx: Transaction, *, now: datetime) -> int:
    """Count everything anew, from the complaints alone; how many there are. Readers see the old counts meanwhile."""
    connection = await tx.raw()
    await connection.execute("SET LOCAL lock_timeout = '60s'")
    await connection.execute(_ROOM)
    await connection.execute(_LOCK, timeout=_LONG_SECONDS)
    for statement in (*_EMPTY, _REFILL):
        told = await connection.execute(statement, timeout=_LONG_SECONDS)
    await connection.execute(_RECOUNT, now, timeout=_LONG_SECONDS)
    await connection.execute(_RECOUNT_HOURS, BOUNDS, timeout=_LONG_SECONDS)
    return int(told.rpartition(" ")[2])


async def check(tx: Transaction) -> Check:
    """Compare what is kept with a count of everything, at one moment; nothing is changed, and nobody waits for it."""
    connection = await tx.raw()
    await connection.execute(_ROOM)
    found = await connection.fetch(_CHECK, BOUNDS, timeout=_LONG_SECONDS)
    return Check(behind=found[0]["behind"], astray=found[0]["astray"])
