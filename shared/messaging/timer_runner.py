"""Runs what falls due: claims as much as it can start at once, sleeps until the next due time."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta

import structlog

from shared.kernel.errors import Kind, RedressError
from shared.kernel.ids import new_id
from shared.messaging import measures, retry, timers
from shared.messaging.context import Context
from shared.messaging.pause import pause
from shared.messaging.timers import Due, LeaseLost, TimerHandler
from shared.observability.correlation import correlated

_log = structlog.get_logger(__name__)

CONCURRENCY = 16
POLL_SECONDS = 1.0
"""The longest sleep: new timers and a moved development clock are noticed within it."""
_SHORTEST_SLEEP = 0.005


class TimerRunner:
    """Runs a service's timers; any number of runners share the work."""

    def __init__(
        self,
        context: Context,
        handlers: Mapping[str, TimerHandler],
        *,
        concurrency: int = CONCURRENCY,
        lease: timedelta = timers.LEASE,
    ) -> None:
        self._context = context
        self._handlers = handlers
        self._concurrency = concurrency
        self._lease = lease
        self._freed = asyncio.Event()

    async def run(self, stop: asyncio.Event) -> None:
        """Run timers until stopped; what is running then is finished. Raises what the database raises."""
        running: set[asyncio.Task[None]] = set()
        try:
            while not stop.is_set():
                running = {task for task in running if not task.done()}
                self._freed.clear()
                free = self._concurrency - len(running)
                # Only what can start now is claimed: a lease must not run out in a queue.
                due = await self._claim(free) if free else []
                running.update(asyncio.create_task(self._run_one(one)) for one in due)
                if not due:
                    # A full house waits for a free place, an idle one for the next due time.
                    seconds = await self._sleep() if free else POLL_SECONDS
                    await pause(stop, self._freed, seconds=seconds)
        finally:
            if running:
                await asyncio.wait(running)

    async def _claim(self, limit: int) -> list[Due]:
        async with self._context.database.pool.acquire() as connection:
            return await timers.claim(
                connection,
                kinds=list(self._handlers),
                offset=self._context.clock.offset(),
                limit=limit,
                lease=self._lease,
            )

    async def _sleep(self) -> float:
        async with self._context.database.pool.acquire() as connection:
            late = await timers.lateness(connection, offset=self._context.clock.offset())
        measures.TIMERS_LATE.set(max(late or 0.0, 0.0))
        if late is None or late >= 0:
            return POLL_SECONDS
        return min(max(-late, _SHORTEST_SLEEP), POLL_SECONDS)

    async def _run_one(self, due: Due) -> None:
        log = _log.bind(service=self._context.service, kind=due.kind, key=str(due.key), attempts=due.attempts)
        outcome = "done"
        try:
            with correlated(str(new_id())):
                async with asyncio.timeout(self._lease.total_seconds()):
                    await self._handlers[due.kind](due, self._context)
        except LeaseLost:
            outcome = "lost"
            log.info("timer_lost")
        except Exception as error:
            outcome = "failed"
            passing = isinstance(error, RedressError) and error.kind is Kind.UNAVAILABLE
            (log.warning if passing else log.error)("timer_failed", error=repr(error))
            await self._put_off(due)
        finally:
            measures.TIMERS.labels(due.kind, outcome).inc()
            self._freed.set()

    async def _put_off(self, due: Due) -> None:
        wait = timedelta(seconds=retry.back_off(due.attempts))
        try:
            async with self._context.database.pool.acquire(timeout=10) as connection:
                await timers.put_off(connection, due, by=wait, offset=self._context.clock.offset())
        except Exception as error:
            # The lease ends by itself; then it is tried again.
            _log.warning("timer_not_put_off", kind=due.kind, error=repr(error))
