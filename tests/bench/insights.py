"""Insights over a million complaints, beside ten thousand; and what it costs to let the figures follow an event."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from statistics import median, quantiles
from typing import Any
from uuid import UUID

import asyncpg
import httpx

from services.intake.commands.count_complaints import CountComplaints, count_complaints
from services.intake.commands.recount_insights import check_figures, recount
from services.intake.service import SERVICE
from services.intake.settings import IntakeSettings
from shared.messaging.context import Context
from shared.runtime.context import open_context
from tests.bench.suite import Suite
from tests.bench.table import Row

GOAL_MS = 50.0
COUNTING_GOAL_MS = 20.0
RECOUNT_GOAL_SECONDS = 180.0
BATCH = 500
FEW, MANY = 10_000, 1_000_000
PATHS = {
    "pareto by department": "pareto",
    "pareto by product, 36 months": "pareto?by=product&limit=200&from={first}",
    "pareto by product (SVG)": "pareto.svg?by=product&from={first}",
    "trend by month, 36 months": "trend?from={first}",
    "trend by week, 36 months": "trend?per=week&from={first}",
    "trend of a department by week (SVG)": "trend.svg?per=week&from={first}&by=department&value=department-0",
    "quality by department": "quality",
    "quality by product, 30 of 1000, 36 months": "quality?by=product&limit=30&from={first}",
    "outcomes": "outcomes?from={first}",
    "outcomes of a product (CSV)": "outcomes.csv?from={first}&by=product&value=product-0",
    "silent complainers": "silent-complainers?from={first}",
    "first answer": "first-answer?from={first}",
}
# Few values of each aspect are frequent and many are rare, as in life.
_FILL = """
INSERT INTO complaint (id, reference, channel, narrative, returning_customer, owner_id, recorded_by, language, product,
    department, branch, category, root_cause, received_at, recorded_at, status, closed_how, closed_at,
    resolution_number, resolved_at, first_answered_at, reopened_times, late_times, broken_promises)
SELECT uuidv7(), 'BENCH-' || n, (ARRAY['phone', 'web', 'email', 'in_person', 'import'])[1 + (n % 5)], 'filled', false,
    $1, 'bench', 'en', 'product-' || floor(1000 * dice[1] ^ 3), 'department-' || floor(12 * dice[2] ^ 2),
    'branch-' || floor(60 * dice[3] ^ 2), 'category-' || floor(40 * dice[4] ^ 2),
    (ARRAY['delivery', 'product', 'price', 'service', NULL])[1 + floor(5 * dice[5])::int], told, told,
    status, CASE status WHEN 'closed' THEN CASE WHEN dice[6] < 0.7 THEN 'confirmed' ELSE 'silence' END END,
    CASE status WHEN 'closed' THEN told + 2 * took END, (status <> 'recorded')::int,
    CASE WHEN status <> 'recorded' THEN told + took END, CASE WHEN dice[7] < 0.97 THEN told + took * dice[8] END,
    (dice[9] < 0.1)::int, (dice[10] < 0.08)::int, (dice[11] < 0.03)::int
FROM (
    SELECT n, dice, $2::timestamptz - dice[12] * interval '36 months' AS told,
        exp(8 + 5 * dice[13]) * interval '1 second' AS took,
        CASE WHEN dice[14] < 0.8 THEN 'closed' WHEN dice[14] < 0.86 THEN 'resolved' WHEN dice[14] < 0.9 THEN 'reopened'
             WHEN dice[14] < 0.91 THEN 'parted' ELSE 'recorded' END AS status
    FROM (
        SELECT n, ARRAY(SELECT random() FROM generate_series(1, 14 + 0 * n)) AS dice
        FROM generate_series($3::int, $4::int) AS n
    ) AS thrown
) AS made
"""
_STEP = """
UPDATE complaint SET late_times = late_times + 1, reopened_times = reopened_times + 1 WHERE id = ANY($1::uuid[])
"""


async def fill(connection: asyncpg.Connection[Any], *, first: int, last: int, now: datetime) -> None:
    """Complaints number `first` to `last`, over 36 months, in any state."""
    for begin in range(first, last + 1, 100_000):
        end = min(last, begin + 99_999)
        await connection.execute(_FILL, UUID(int=7), now, begin, end, timeout=1800)
    await connection.execute("VACUUM ANALYZE complaint", timeout=1800)


async def measure(suite: Suite, *, requests: int = 100, many: int = MANY) -> list[Row]:
    """Rows: the slowest of a hundred answers against 50 ms; counting one event, and five hundred together."""
    with suite.environment("intake"):
        settings = IntakeSettings()
    connection = await asyncpg.connect(suite.database_url("intake"))
    now, rows = datetime.now(UTC), []
    api = await suite.start_api("intake")
    try:
        async with open_context(SERVICE, settings, application_name="bench") as context:
            await fill(connection, first=1, last=FEW, now=now)
            await _recount(context, connection)
            few = await _answers(suite, now, requests)
            counting_few = await _counting(context, connection)
            await fill(connection, first=FEW + 1, last=many, now=now)
            seconds = await _recount(context, connection)
            much = await _answers(suite, now, requests)
            counting_much = await _counting(context, connection)
            async with context.transactions.begin() as tx:
                await check_figures(tx, datetime.now(UTC))
    finally:
        await connection.close()
        api.stop()
    size = f"{FEW:,}".replace(",", " ")
    for name in PATHS:
        rows.append(
            Row(
                f"insight: {name}, best / p50 / p99 ms",
                _told(much[name]),
                f"{_told(few[name])} of {size}",
                _p99(much[name]) / GOAL_MS,
                1.0,
                at_most=True,
            )
        )
    for name, taken in counting_much.items():
        rows.append(
            Row(
                f"counting {name}, best / p50 / p99 ms",
                _told(taken),
                f"{_told(counting_few[name])} of {size}",
                median(taken) / (COUNTING_GOAL_MS if name == "one event" else BATCH),
                1.0,
                at_most=True,
            )
        )
    rows.append(
        Row(
            "recount of everything, s",
            f"{seconds:.0f}",
            f"{RECOUNT_GOAL_SECONDS:.0f} s",
            seconds / RECOUNT_GOAL_SECONDS,
            1.0,
            at_most=True,
        )
    )
    return rows


async def _recount(context: Context, connection: asyncpg.Connection[Any]) -> float:
    began = time.perf_counter()
    async with context.transactions.begin() as tx:
        await recount(tx, datetime.now(UTC))
    seconds = time.perf_counter() - began
    for table in ("rollup", "rollup_hours", "counted"):
        await connection.execute(f"VACUUM ANALYZE {table}", timeout=600)
    return seconds


async def _answers(suite: Suite, now: datetime, requests: int) -> dict[str, list[float]]:
    """Milliseconds of whole answers, one at a time."""
    first = f"{now.year - 3}-{now.month:02d}"
    async with httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{suite.port('intake')}/v1/insights/",
        headers={"authorization": f"Bearer {suite.token()}"},
    ) as client:

        async def ask(path: str) -> None:
            answer = await client.get(path)
            if answer.status_code != 200:
                raise RuntimeError(f"{path}: {answer.status_code} {answer.text}")

        found = {}
        for name, path in PATHS.items():
            asked = path.format(first=first)
            await _timed(lambda asked=asked: ask(asked), 5)
            found[name] = await _timed(lambda asked=asked: ask(asked), requests)
    return found


async def _counting(context: Context, connection: asyncpg.Connection[Any]) -> dict[str, list[float]]:
    """Milliseconds of a transaction that counts complaints that have changed: one, and a batch."""
    ids = [row["id"] for row in await connection.fetch("SELECT id FROM complaint TABLESAMPLE SYSTEM (100) LIMIT 20000")]
    found: dict[str, list[float]] = {}
    for name, size, rounds in (("one event", 1, 100), (f"{BATCH} events together", BATCH, 10)):
        taken = []
        for n in range(rounds):
            some = ids[:: max(1, len(ids) // size)][:size] if size > 1 else [ids[n * 37]]
            await connection.execute(_STEP, some)
            command = CountComplaints(complaint_ids=frozenset(some), now=datetime.now(UTC))
            began = time.perf_counter()
            async with context.transactions.begin() as tx:
                await count_complaints(command, tx)
            taken.append((time.perf_counter() - began) * 1000)
        found[name] = taken
    return found


async def _timed(what: Callable[[], Awaitable[None]], times: int) -> list[float]:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        await what()
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def _p99(taken: Sequence[float]) -> float:
    return quantiles(taken, n=100)[-1]


def _told(taken: Sequence[float]) -> str:
    return f"{min(taken):.1f} / {median(taken):.1f} / {_p99(taken):.1f}"
