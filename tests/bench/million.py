"""Reading intake at ten thousand and at a million complaints, side by side: one complaint, pages of lists, search.

What is measured is the time that the service's own queries spend in the database: from a statement's sending until
its rows are here, summed up where a query needs several.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any
from uuid import UUID

from sqlalchemy import event, text

from services.intake.domain.actor import Actor
from services.intake.domain.lifecycle import Status
from services.intake.domain.vocabulary import Channel, Feeling
from services.intake.queries.complaint_list import complaint_list
from services.intake.queries.complaint_view import complaint_view
from services.intake.queries.filters import Filters
from shared.db.engine import Database
from shared.messaging.transaction import Transaction
from tests.bench.filling import DEPARTMENTS, FEWEST_DESKS, RARE, fill, person
from tests.bench.suite import Suite
from tests.bench.table import Row

FEW, MANY = 10_000, 1_000_000
CALLS = 300
FLAT = 1.2
"""How much slower a page may be at a million."""
SEARCH_MS = 15.0
MEMORY = "2GB"
"""What PostgreSQL may keep of its pages; its own default of 128 MB is for trying it out."""
_WARM_UP = 10
_PAGE = 26

SYSTEM = Actor(subject="bench", staff_id=None, teams=None)


class Filled:
    """A filled database, and the clock of what its statements take."""

    def __init__(self, database: Database, ids: Sequence[UUID]) -> None:
        self._database = database
        self.ids = ids
        """Some complaints, oldest first."""
        self._spent = self._sent = 0.0
        engine = database.engine.sync_engine
        event.listen(engine, "before_cursor_execute", self._sending)
        event.listen(engine, "after_cursor_execute", self._answered)

    def _sending(self, *_: Any) -> None:
        self._sent = time.perf_counter()

    def _answered(self, *_: Any) -> None:
        self._spent += time.perf_counter() - self._sent

    async def milliseconds(self, query: Callable[[Transaction], Awaitable[Any]]) -> float:
        """What a query's statements take."""
        async with self._database.engine.connect() as connection:
            tx = Transaction(connection, correlation_id="bench", traceparent=None)
            self._spent = 0.0
            await query(tx)
        return self._spent * 1000


@dataclass(frozen=True)
class Case:
    """What is asked, call after call: `ask(filled, number)` makes the query of the number-th call."""

    what: str
    ask: Callable[[Filled, int], Callable[[Transaction], Awaitable[Any]]]


def _listed(
    actor: Callable[[int], Actor] = lambda _: SYSTEM,
    filters: Callable[[int], Filters] = lambda _: Filters(),
    *,
    deep: bool = False,
    q: str | None = None,
) -> Callable[[Filled, int], Callable[[Transaction], Awaitable[Any]]]:
    def ask(filled: Filled, number: int) -> Callable[[Transaction], Awaitable[Any]]:
        after = filled.ids[number % (len(filled.ids) // 10) + 1] if deep else None
        return lambda tx: complaint_list(filters(number), tx, actor=actor(number), limit=_PAGE, after=after, q=q)

    return ask


def _agent(number: int) -> Actor:
    """One of the staff, held to their department."""
    staff = number * 7 % (DEPARTMENTS * FEWEST_DESKS)
    return Actor(subject="bench", staff_id=person(staff), teams=frozenset({f"department {staff % DEPARTMENTS}"}))


def _closed_and_angry(number: int) -> Filters:
    return Filters(status=(Status.CLOSED,), feeling=Feeling.ANGRY, channel=tuple(Channel)[1 + number % 3])


def _seldom(number: int) -> Filters:
    return Filters(product=f"product {119 - number % 5}", branch=f"branch {number % 50}", feeling=Feeling.ABUSIVE)


PAGES = (
    Case(
        "complaint by id", lambda filled, n: lambda tx: complaint_view(filled.ids[n * 9], tx, actor=SYSTEM, scopes=())
    ),
    Case("list, first page", _listed()),
    Case("list, page at 90 % depth", _listed(deep=True)),
    Case("an agent's list, first page", _listed(_agent)),
    Case("an agent's list, page at 90 % depth", _listed(_agent, deep=True)),
    Case("list filtered by three", _listed(filters=_closed_and_angry)),
)
SEARCHES = (
    Case("search, a common word", _listed(q="account")),
    Case("search, a rare word", _listed(q=RARE)),
    Case("search, two words and two filters", _listed(q="credit report", filters=_closed_and_angry)),
    Case("search, no hit", _listed(q="xylophone")),
    Case("search of an agent, a rare word", _listed(_agent, q=RARE)),
    Case("list filtered to hardly any", _listed(filters=_seldom)),
)


async def measure(suite: Suite, *, many: int = MANY) -> list[Row]:
    """Rows: medians of reading and pages against ten thousand; the 99th percentile of searching against 15 ms."""
    await suite.give("shared_buffers", MEMORY)
    async with AsyncExitStack() as stack:
        few = await stack.enter_async_context(_filled(suite, "redress_intake_few", FEW))
        much = await stack.enter_async_context(_filled(suite, "redress_intake_many", many))
        rows = []
        for case in (*PAGES, *SEARCHES):
            small, large = await _beside(case, few, much)
            p50s = f"{median(small):.2f} ms of 10 thousand"
            if case in PAGES:
                ratio = median(large) / median(small)
                rows.append(Row(f"{case.what}, p50", f"{median(large):.2f} ms", p50s, ratio, FLAT, at_most=True))
            else:
                p99 = _p99(large)
                ours = f"{median(large):.2f} / {p99:.1f} ms"
                ceiling = f"{SEARCH_MS:.0f} ms; {median(small):.2f} / {_p99(small):.1f} ms of 10 thousand"
                rows.append(Row(f"{case.what}, p50 / p99", ours, ceiling, p99 / SEARCH_MS, 1.0, at_most=True))
        return rows


@asynccontextmanager
async def _filled(suite: Suite, name: str, complaints: int) -> AsyncIterator[Filled]:
    url = await suite.another("intake", name)
    began = time.perf_counter()
    await fill(url, complaints)
    sys.stderr.write(f"  {complaints:,} complaints in {time.perf_counter() - began:.0f} s\n")
    database = await Database.connect(url, application_name="bench", pool_size=1)
    try:
        yield Filled(database, await _some(database))
    finally:
        await database.close()


async def _some(database: Database) -> list[UUID]:
    """A few thousand ids from everywhere, oldest first."""
    async with database.engine.connect() as connection:
        rows = await connection.execute(
            text("SELECT id FROM complaint WHERE random() < 3000.0 / (SELECT count(*) FROM complaint)")
        )
        return sorted(rows.scalars())


async def _beside(case: Case, few: Filled, much: Filled) -> tuple[list[float], list[float]]:
    """Milliseconds of each call at both sizes, taken in turns so that the machine is the same for both."""
    small: list[float] = []
    large: list[float] = []
    for number in range(-_WARM_UP, CALLS):
        order = random.Random(number).sample([(few, small), (much, large)], 2)
        for filled, taken in order:
            milliseconds = await filled.milliseconds(case.ask(filled, abs(number)))
            if number >= 0:
                taken.append(milliseconds)
    return small, large


def _p99(taken: Sequence[float]) -> float:
    return quantiles(taken, n=100)[-1]
