"""Group commit: concurrent commands of one kind share a statement and a commit; each gets its own answer.

While one flush is under way, arriving commands queue; the next flush takes them all, and a second one
runs beside the first only for a crowd, or where the first waits for somebody's lock: two that take turns
on crumbs commit far more often for nothing.
A lone command waits for one turn of the event loop. A batch that fails is done again one by one, so that a bad
command never fails its neighbours; but never after a lost connection, when nobody knows whether the
commit landed: then the callers are told, and repeat with their Idempotency-Key.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

import asyncpg

from shared.db.engine import RawConnection, RawPool

C = TypeVar("C")
A = TypeVar("A")

Flush = Callable[[Sequence[C], RawConnection, int], Awaitable[Sequence[A | Exception]]]
"""Does a batch inside an open transaction: one answer, or one error, per command, in order. Told which attempt
this is, so that the first may trust that nothing stands in its way, and a later one looks first."""


class Again(Exception):
    """A flush met a concurrent transaction's row.

    Raised: roll back, and do it again with what that one left. As one command's answer: do that one by itself
    after the commit; so a batch never waits for a lock while its neighbours hold others, and can't deadlock.
    """


_IN_DOUBT = (OSError, asyncpg.InterfaceError, asyncpg.PostgresConnectionError, TimeoutError)
_ATTEMPTS = 3
CROWD = 16
"""So many waiting commands are worth another flush beside the one under way."""
PATIENCE_SECONDS = 0.1
"""A flush that takes so long waits for somebody's lock; whoever came after it need not wait with it."""


class GroupCommit(Generic[C, A]):
    """A door for one kind of command onto `flushers` connections of the pool.

    With `bare_first` the first attempt gets a connection without a transaction: what it writes must be one statement.
    """

    def __init__(
        self,
        pool: RawPool,
        flush: Flush[C, A],
        *,
        max_batch: int = 256,
        flushers: int = 2,
        bare_first: bool = False,
        committed: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._pool = pool
        self._flush = flush
        self._max_batch = max_batch
        self._flushers = flushers
        self._bare_first = bare_first
        self._flying = 0
        self._committed = committed
        self._queue: list[tuple[C, asyncio.Future[A]]] = []
        self._running: set[asyncio.Task[None]] = set()
        self._patience: asyncio.TimerHandle | None = None

    async def submit(self, command: C) -> A:
        """Do a command durably. Raises what the flush says of this command, or why the database failed."""
        future: asyncio.Future[A] = asyncio.get_running_loop().create_future()
        self._queue.append((command, future))
        self._start()
        return await future

    def _worth_a_flush(self) -> bool:
        if not self._queue:
            return False
        return self._flying == 0 or (self._flying < self._flushers and len(self._queue) >= CROWD)

    def _start(self) -> None:
        if self._worth_a_flush():
            self._fly()
        elif self._queue and self._flying < self._flushers and self._patience is None:
            loop = asyncio.get_running_loop()
            self._patience = loop.call_later(PATIENCE_SECONDS, self._lose_patience)

    def _lose_patience(self) -> None:
        self._patience = None
        if self._queue and self._flying < self._flushers:
            self._fly()

    def _fly(self) -> None:
        self._flying += 1
        task = asyncio.create_task(self._drain())
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def close(self) -> None:
        """Wait until everything that was submitted has its answer."""
        while self._running:
            await asyncio.gather(*self._running, return_exceptions=True)

    async def _drain(self) -> None:
        try:
            batch, self._queue = self._queue[: self._max_batch], self._queue[self._max_batch :]
            await self._commit(batch)
        finally:
            self._flying -= 1
            self._start()

    async def _commit(self, batch: list[tuple[C, asyncio.Future[A]]]) -> None:
        try:
            answers = await self._attempt([command for command, _ in batch])
        except _IN_DOUBT as error:
            _fail(batch, error)
        except Exception as error:
            if len(batch) == 1:
                _fail(batch, error)
            else:
                for one in batch:
                    await self._commit([one])
        except BaseException:
            for _, future in batch:
                future.cancel()
            raise
        else:
            self._committed(len(batch))
            crowded = len(batch) > 1
            alone = []
            for one, answer in zip(batch, answers, strict=True):
                if crowded and isinstance(answer, Again):
                    alone.append(one)
                else:
                    _settle(one[1], answer)
            for one in alone:
                await self._commit([one])

    async def _attempt(self, commands: list[C]) -> Sequence[A | Exception]:
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                async with self._pool.acquire() as connection:
                    if attempt == 1 and self._bare_first:
                        return await self._flush(commands, connection, attempt)
                    async with connection.transaction():
                        return await self._flush(commands, connection, attempt)
            except Again:
                if attempt == _ATTEMPTS:
                    raise
        raise AssertionError("unreachable")


def _fail(batch: list[tuple[C, asyncio.Future[A]]], error: Exception) -> None:
    for _, future in batch:
        _settle(future, error)


def _settle(future: asyncio.Future[A], answer: A | Exception) -> None:
    if future.done():  # the caller went away; what was committed stays committed
        return
    if isinstance(answer, Exception):
        future.set_exception(answer)
    else:
        future.set_result(answer)
