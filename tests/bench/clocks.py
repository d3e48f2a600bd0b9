"""Four hundred thousand running clocks: what looking for due ones costs while none is due, and when some are.

They are those of 100,000 open cases, four each; one timer a case stands for all of them.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from statistics import median
from typing import Any

from sqlalchemy import true

from services.routing.domain import kinds
from services.routing.domain.actor import Actor
from services.routing.queries.clock_list import ClockState, ListClocks, list_clocks
from shared.db.engine import Database
from shared.kernel.clock import SystemClock
from shared.messaging import timers
from tests.bench.million import Filled
from tests.bench.suite import Suite
from tests.bench.table import Row

FEW, MANY = 100, 100_000
CALLS, BUSY_CALLS = 200, 30
FLAT = 1.5
"""How much slower a claim of a hundred may be at a hundred thousand cases than at a hundred."""
NONE_MS, LIST_MS = 1.0, 3.0
NOW = timedelta(0)
EVERYBODY = Actor(subject="bench", staff_id=None, teams=None)

_CASES = """
INSERT INTO case_file (complaint_id, reference, owner_id, recorder_id, status, language, department, why, recorded_at,
    owner_since, version)
SELECT gen_random_uuid(), 'C-' || n, gen_random_uuid(), gen_random_uuid(), 'open', 'en', 'department ' || n % 40, '{}',
    now() - n * interval '1 second', now(), 1
FROM generate_series(1, $1) AS n
"""
_CLOCKS = """
INSERT INTO clock (complaint_id, pack, kind, round, started_at, due_at, warn_at, escalates, department)
SELECT complaint_id, 'own', kind, 1, recorded_at, now() + length * random() + interval '1 day',
    now() + interval '1 hour', false, department
FROM case_file CROSS JOIN (VALUES
    ('first_answer', interval '4 hours'), ('next_update', interval '24 hours'), ('recap', interval '24 hours'),
    ('resolution', interval '5 days')) AS k (kind, length)
"""
_TIMERS = """
INSERT INTO timer (id, kind, key, due_at, visible_at, payload)
SELECT gen_random_uuid(), $1, complaint_id, min(warn_at), min(warn_at), '{}' FROM clock GROUP BY complaint_id
"""
_DUE = """
UPDATE timer SET visible_at = now() - interval '1 second' WHERE id IN (SELECT id FROM timer LIMIT $1)
"""


async def measure(suite: Suite) -> list[Row]:
    """Rows: a claim when nothing is due and one of a hundred, against a hundred cases; the first page of what runs."""
    async with AsyncExitStack() as stack:
        few = await stack.enter_async_context(_filled(suite, "redress_routing_few", FEW))
        many = await stack.enter_async_context(_filled(suite, "redress_routing_many", MANY))
        idle = await _in_turns(few, many, CALLS, due=0)
        busy = await _in_turns(few, many, BUSY_CALLS, due=FEW)
        filled = Filled(many, ())
        lists = [await _listed(filled, department) for department in (None, "department 7") for _ in range(CALLS)]
        return [
            Row(
                "400,000 clocks run and none is due: a look at what is, p50",
                f"{idle[1]:.2f} ms",
                f"{NONE_MS:g} ms; {idle[0]:.2f} ms of 100 cases",
                idle[1] / NONE_MS,
                1.0,
                at_most=True,
            ),
            Row(
                "400,000 clocks run and 100 cases are due: their claim, p50",
                f"{busy[1]:.2f} ms",
                f"{busy[0]:.2f} ms of 100 cases",
                busy[1] / busy[0],
                FLAT,
                at_most=True,
            ),
            Row(
                "the clocks that are due next, of all and of a department, p50",
                f"{median(lists):.2f} ms",
                f"{LIST_MS:g} ms",
                median(lists) / LIST_MS,
                1.0,
                at_most=True,
            ),
        ]


@asynccontextmanager
async def _filled(suite: Suite, name: str, cases: int) -> AsyncIterator[Database]:
    database = await Database.connect(await suite.another("routing", name), application_name="bench", pool_size=2)
    try:
        await _fill(database, cases)
        yield database
    finally:
        await database.close()


async def _in_turns(few: Database, many: Database, calls: int, *, due: int) -> tuple[float, float]:
    """The medians of claiming at both sizes, taken in turns so that the machine is the same for both."""
    taken: dict[int, list[float]] = {0: [], 1: []}
    for number in range(calls):
        for which in ((0, 1), (1, 0))[number % 2]:
            database = (few, many)[which]
            if due:
                await database.pool.execute(_DUE, due)
            taken[which].append(await _claim(database, expect=due))
    return median(taken[0]), median(taken[1])


async def _fill(database: Database, cases: int) -> None:
    await database.pool.execute(_CASES, cases)
    await database.pool.execute(_CLOCKS)
    await database.pool.execute(_TIMERS, kinds.CASE_CLOCK)
    for table in ("case_file", "clock", "timer"):
        await database.pool.execute(f"ANALYZE {table}")


async def _claim(database: Database, *, expect: int) -> float:
    """Milliseconds of one look at what is due."""
    async with database.pool.acquire() as connection:
        began = time.perf_counter()
        due = await timers.claim(connection, kinds=[kinds.CASE_CLOCK], offset=NOW)
        taken = (time.perf_counter() - began) * 1000
    if len(due) != expect:
        raise RuntimeError(f"{len(due)} were due instead of {expect}")
    return taken


async def _listed(filled: Filled, department: str | None) -> float:
    """Milliseconds of database time of the first page of what runs."""
    query = ListClocks(
        by=EVERYBODY,
        state=ClockState.RUNNING,
        kind=None,
        department=department,
        owner_id=None,
        due_before=None,
        limit=25,
        now=SystemClock().now(),
    )
    return await filled.milliseconds(lambda tx: list_clocks(query, tx, after=_from_the_start))


def _from_the_start(*_: Any, **__: Any) -> Any:
    return true()
