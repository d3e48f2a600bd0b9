"""What a lead looks at, with a million closed and 50,000 open cases: the time that each view spends in the database.

From a statement's sending until its rows are here, summed up where a view needs several; and whether any of them
reads a large table from end to end.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from statistics import median
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection

from services.routing.domain.actor import Actor
from services.routing.domain.assignment import Needs, rank
from services.routing.domain.queueing import Reach
from services.routing.queries.clock_list import ClockState, ListClocks, list_clocks
from services.routing.queries.forgotten import ListForgotten, list_forgotten
from services.routing.queries.list_promises import ListPromises, list_promises
from services.routing.queries.waiting import ListWaiting, list_waiting
from services.routing.queries.workload import ListWorkload, list_workload
from services.routing.storage.candidates import candidates
from services.routing.storage.queues import Place, some_waiting, take_next
from shared.db.engine import Database
from shared.http.pages import Page
from shared.http.pages import after as after_key
from shared.messaging.transaction import Transaction
from tests.bench.million import MEMORY
from tests.bench.routing_filling import DEPARTMENTS, STAFF, fill_routing, person
from tests.bench.suite import Suite
from tests.bench.table import Row

CLOSED, OPEN = 1_000_000, 50_000
VIEW_MS = 3.0
CANDIDATES_MS = 100.0
RANKING_MS = 5.0
CALLS, WARM_UP, LIMIT = 200, 10, 25
LARGE = {"case_file", "clock", "promise"}

Ask = Callable[[Transaction], Awaitable[Any]]
EVERYBODY = Actor(subject="bench", staff_id=None, teams=None)


class Watched(Transaction):
    """A transaction that knows how long its statements took, and which they were."""

    def __init__(self, connection: AsyncConnection) -> None:
        super().__init__(connection, correlation_id="bench", traceparent=None)
        self.spent = 0.0
        self.sent: list[tuple[str, tuple[Any, ...]]] = []
        self._began = 0.0
        sync = connection.sync_connection
        event.listen(sync, "before_cursor_execute", self._sending)
        event.listen(sync, "after_cursor_execute", self._answered)

    def _sending(self, _: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        self.sent.append((statement, tuple(parameters)))
        self._began = time.perf_counter()

    def _answered(self, *_: Any) -> None:
        self.spent += time.perf_counter() - self._began

    async def raw(self) -> Any:
        """The driver's connection, watched as well."""
        return _WatchedDriver(await super().raw(), self)


class _WatchedDriver:
    def __init__(self, driver: Any, watched: Watched) -> None:
        self._driver = driver
        self._watched = watched

    async def fetch(self, statement: str, *parameters: Any) -> Any:
        self._watched.sent.append((statement, parameters))
        began = time.perf_counter()
        found = await self._driver.fetch(statement, *parameters)
        self._watched.spent += time.perf_counter() - began
        return found


async def measure(suite: Suite, *, closed: int = CLOSED, still_open: int = OPEN) -> list[Row]:
    """Rows: the median of each view against 3 ms; of loading and ranking 2,000 candidates against their bounds."""
    await suite.give("shared_buffers", MEMORY)
    url = await suite.another("routing", "redress_routing_full")
    began = time.perf_counter()
    await fill_routing(url, closed=closed, still_open=still_open)
    sys.stderr.write(f"  {closed + still_open:,} cases in {time.perf_counter() - began:.0f} s\n")
    database = await Database.connect(url, application_name="bench", pool_size=1)
    try:
        now = datetime.now(UTC)
        rows = [await _view(database, what, ask) for what, ask in (await _views(database, now)).items()]
        return [*rows, *await _candidates(database, now)]
    finally:
        await database.close()


async def _views(database: Database, now: datetime) -> Mapping[str, Callable[[int], Ask]]:
    """Each view by its name: `ask(number)` makes the query of the number-th call."""

    def department(number: int) -> str:
        return f"department {number % DEPARTMENTS}"

    def lead(number: int) -> Actor:
        return Actor(subject="bench", staff_id=person(number % DEPARTMENTS), teams=frozenset({department(number)}))

    def queue(by: Actor, *, of: str | None = None, lead_id: UUID | None = None, after: Place | None = None) -> Ask:
        query = ListWaiting(by=by, queue=of, lead_id=lead_id, after=after, limit=LIMIT, now=now)
        return lambda tx: list_waiting(query, tx)

    def forgotten(by: Actor, *, of: str | None = None) -> Ask:
        query = ListForgotten(by=by, department=of, before=now - timedelta(hours=72), after=None, limit=LIMIT)
        return lambda tx: list_forgotten(query, tx)

    def workload(by: Actor, *, of: str | None = None, after_id: UUID | None = None) -> Ask:
        query = ListWorkload(by=by, department=of, after_id=after_id, limit=LIMIT, now=now)
        return lambda tx: list_workload(query, tx)

    def clocks(by: Actor, state: ClockState, *, of: str | None = None) -> Ask:
        query = ListClocks(
            by=by, state=state, kind=None, department=of, owner_id=None, due_before=None, limit=LIMIT, now=now
        )
        return lambda tx: list_clocks(query, tx, after=partial(after_key, Page()))

    def promises(by: Actor, *, of: str | None = None) -> Ask:
        query = ListPromises(by=by, limit=LIMIT, department=of)
        return lambda tx: list_promises(query, tx, after=partial(after_key, Page()))

    async with database.engine.connect() as connection:
        waiting = await some_waiting(None, Watched(connection), after=None, limit=4_000)
    far = waiting[-1][0]
    return {
        "queue, first page": lambda _: queue(EVERYBODY),
        "queue, 4,000 further on": lambda _: queue(EVERYBODY, after=far),
        "queue of a department": lambda n: queue(EVERYBODY, of=department(n)),
        "queue of a lead": lambda n: queue(EVERYBODY, lead_id=person(n % DEPARTMENTS)),
        "queue as a lead sees it": lambda n: queue(lead(n)),
        "workload, first page": lambda _: workload(EVERYBODY),
        "workload, page in the middle": lambda n: workload(EVERYBODY, after_id=person(n * 7 % STAFF)),
        "workload of a department, as its lead sees it": lambda n: workload(lead(n), of=department(n)),
        "forgotten cases": lambda _: forgotten(EVERYBODY),
        "forgotten cases of a department": lambda n: forgotten(EVERYBODY, of=department(n)),
        "forgotten cases as a lead sees them": lambda n: forgotten(lead(n)),
        "clocks about to breach": lambda _: clocks(EVERYBODY, ClockState.WARNED),
        "clocks about to breach, of a department": lambda n: clocks(EVERYBODY, ClockState.WARNED, of=department(n)),
        "clocks about to breach, as a lead sees them": lambda n: clocks(lead(n), ClockState.WARNED),
        "clocks that breached": lambda _: clocks(EVERYBODY, ClockState.BREACHED),
        "promises due": lambda _: promises(EVERYBODY),
        "promises due of a department": lambda n: promises(EVERYBODY, of=department(n)),
        "promises due as a lead sees them": lambda n: promises(lead(n)),
    }


def _claim(number: int, *, language: str = "el") -> Ask:
    reach = Reach(frozenset({language}), frozenset({f"department {number % DEPARTMENTS}"}), hot=True)
    return lambda tx: take_next(reach, tx, queue=None)


async def _view(database: Database, what: str, ask: Callable[[int], Ask]) -> Row:
    taken = []
    scanned: set[str] = set()
    for number in range(-WARM_UP, CALLS):
        async with database.engine.connect() as connection:
            tx = Watched(connection)
            await ask(abs(number))(tx)
            if number >= 0:
                taken.append(tx.spent * 1_000)
            if number == 0:
                scanned = await _scanned(database, tx)
    p50 = median(taken)
    how = f" (reads all of {', '.join(sorted(scanned))})" if scanned else ""
    ratio = float("inf") if scanned else p50 / VIEW_MS
    return Row(f"{what}, p50", f"{p50:.2f} ms{how}", f"{VIEW_MS:.0f} ms", ratio, 1.0, at_most=True)


async def _scanned(database: Database, tx: Watched) -> set[str]:
    """The large tables that any of these statements reads from end to end."""
    found: set[str] = set()
    async with database.pool.acquire() as connection:
        for statement, parameters in tx.sent:
            if not any(table in statement for table in LARGE):
                continue
            plan = orjson.loads(await connection.fetchval(f"EXPLAIN (FORMAT JSON) {statement}", *parameters))
            found |= {
                node["Relation Name"] for node in _nodes(plan[0]["Plan"]) if node["Node Type"].endswith("Seq Scan")
            }
    return found & LARGE


def _nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(node for part in plan.get("Plans", ()) for node in _nodes(part))]


async def _candidates(database: Database, now: datetime) -> list[Row]:
    """What an assignment needs before it can rank: the whole staff with what each carries."""
    database_ms, ranking_ms = [], []
    needs = Needs("el-GR", person(0), department="department 3", product="product 7", wish="refund", hot=True)
    for number in range(-WARM_UP, CALLS // 4):
        async with database.engine.connect() as connection:
            tx = Watched(connection)
            people = await candidates(tx, now=now)
        began = time.process_time()
        ranking = rank(needs, people)
        if number >= 0:
            database_ms.append(tx.spent * 1_000)
            ranking_ms.append((time.process_time() - began) * 1_000)
    if not ranking.matches or len(people) != STAFF:
        raise AssertionError("the staff was not filled as the benchmark needs it")
    return [
        _bounded("candidates, 2,000 with loads, p50", median(database_ms), CANDIDATES_MS),
        _bounded("ranking of 2,000, CPU, p50", median(ranking_ms), RANKING_MS),
    ]


def _bounded(what: str, milliseconds: float, bound: float) -> Row:
    return Row(what, f"{milliseconds:.2f} ms", f"{bound:.0f} ms", milliseconds / bound, 1.0, at_most=True)
