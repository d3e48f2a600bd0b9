"""Running clocks cost nothing until they are due, counted in pages of the database that a look reads."""

from __future__ import annotations

from typing import Any

import orjson
from sqlalchemy import event

from services.routing.domain import kinds
from services.routing.domain.actor import Actor
from services.routing.queries.clock_list import ClockState, ListClocks, list_clocks
from services.routing.service import SERVICE
from shared.http.pages import Page, after
from shared.messaging import timers
from tests.integration.routing.desk import Desk

MANY = 20_000
_CASES = """
INSERT INTO case_file (complaint_id, reference, owner_id, recorder_id, status, language, department, why, recorded_at,
    owner_since, version)
SELECT gen_random_uuid(), 'C-' || n, gen_random_uuid(), gen_random_uuid(), 'open', 'en', 'department ' || n % 40, '{}',
    $2, $2, 1
FROM generate_series(1, $1) AS n
"""
_CLOCKS = """
INSERT INTO clock (complaint_id, pack, kind, round, started_at, due_at, warn_at, department)
SELECT complaint_id, 'own', 'resolution', 1, recorded_at, recorded_at + (1 + random()) * interval '4 days',
    recorded_at + interval '3 days', department
FROM case_file
"""
_TIMERS = """
INSERT INTO timer (id, kind, key, due_at, visible_at, payload)
SELECT gen_random_uuid(), $1, complaint_id, warn_at, now() + interval '3 days' * random() + interval '1 hour', '{}'
FROM clock
"""
_ONE_MORE = "SELECT 1"
"""The driver names a statement only when the next one runs."""


async def _fill(desk: Desk) -> None:
    pool = desk.context.database.pool
    await pool.execute(_CASES, MANY, desk.clock.now())
    await pool.execute(_CLOCKS)
    await pool.execute(_TIMERS, kinds.CASE_CLOCK)
    for table in ("case_file", "clock", "timer"):
        await pool.execute(f"ANALYZE {table}")


async def _pages(connection: Any, statement: str, *values: object) -> int:
    """How many pages a statement reads, cached or not."""
    await connection.execute("SET plan_cache_mode = force_custom_plan")
    row = await connection.fetchval(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}", *values)
    plan = orjson.loads(row)[0]["Plan"]
    return int(plan["Shared Hit Blocks"]) + int(plan["Shared Read Blocks"])


async def test_a_look_while_nothing_is_due_reads_a_handful_of_pages(desk: Desk) -> None:
    """RO-7, SU-8: however many clocks run, the index says at once that none is due."""
    await _fill(desk)
    statements: list[tuple[str, Any]] = []
    async with desk.context.database.pool.acquire() as connection:
        with connection.query_logger(lambda record: statements.append((record.query, record.args))):
            assert await timers.claim(connection, kinds=list(SERVICE.timers), offset=timers.LEASE * 0) == []
            await connection.execute(_ONE_MORE)
        claim, values = statements[0]
        assert await _pages(connection, claim, *values) <= 10


async def test_the_first_page_of_what_is_due_next_reads_what_it_shows(desk: Desk) -> None:
    """RO-7, RO-14: of all and of one department, by the index of each."""
    await _fill(desk)
    for department in (None, "department 7"):
        query = ListClocks(
            by=Actor(subject="test", staff_id=None, teams=None),
            state=ClockState.RUNNING,
            kind=None,
            department=department,
            owner_id=None,
            due_before=None,
            limit=25,
            now=desk.clock.now(),
        )
        statements: list[tuple[str, Any]] = []
        engine = desk.context.database.engine.sync_engine

        def note(_: Any, __: Any, statement: str, values: Any, *___: Any, to: list[Any] = statements) -> None:
            to.append((statement, values))

        async with desk.context.transactions.begin(correlation_id="test") as tx:
            event.listen(engine, "before_cursor_execute", note)
            found = await list_clocks(query, tx, after=lambda *columns: after(Page(), *columns, descending=False))
            event.remove(engine, "before_cursor_execute", note)
        ((listing, values),) = statements
        assert len(found) == 26
        async with desk.context.database.pool.acquire() as connection:
            assert await _pages(connection, listing, *values) <= 200
