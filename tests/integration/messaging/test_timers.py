"""What falls due on a real database: by its clock, in one pair of hands, and again when those hands fail."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from shared.kernel.errors import Unavailable
from shared.kernel.ids import new_id
from shared.messaging import timers
from shared.messaging.context import Context
from shared.messaging.schedule import Timer
from shared.messaging.timer_runner import TimerRunner
from shared.messaging.timers import Due, LeaseLost
from tests.integration.messaging.scene import Scene, running
from tests.support.waiting import until

Make = Callable[..., Awaitable[Scene]]
KIND = "survey"
HOUR = timedelta(hours=1)
RUN = "INSERT INTO mark (id, version, times) VALUES ($1, 1, 1) ON CONFLICT (id) DO UPDATE SET times = mark.times + 1"


async def schedule(scene: Scene, *, due_in: timedelta = -HOUR, keys: int = 1) -> list[UUID]:
    made = [new_id() for _ in range(keys)]
    async with scene.context.transactions.begin() as tx:
        await tx.schedule(*(Timer(KIND, key, datetime.now(UTC) + due_in, {"step": 1}) for key in made))
    return made


async def claim(scene: Scene, *, lease: timedelta = HOUR, limit: int = 100) -> list[Due]:
    async with scene.context.database.pool.acquire() as connection:
        return await timers.claim(
            connection, kinds=[KIND], offset=scene.context.clock.offset(), limit=limit, lease=lease
        )


async def complete(due: Due, context: Context) -> None:
    """A handler that counts its runs, in the transaction that takes the timer out."""
    async with context.transactions.begin() as tx:
        await timers.complete(due, tx)
        await (await tx.raw()).execute(RUN, due.key)


async def test_claims_only_what_is_due_and_in_nobody_elses_hands(scene: Make) -> None:
    """SU-8: the database's clock decides, and a lease keeps others away."""
    followup = await scene("followup")
    (due_key,) = await schedule(followup)
    await schedule(followup, due_in=HOUR)
    (due,) = await claim(followup)
    assert (due.key, due.kind, due.payload, due.token, due.attempts) == (due_key, KIND, {"step": 1}, 1, 1)
    assert await claim(followup) == []


async def test_a_moved_clock_makes_the_future_due(scene: Make) -> None:
    """SU-8: in development weeks pass in a second."""
    followup = await scene("followup")
    await schedule(followup, due_in=timedelta(hours=30))
    assert await claim(followup) == []
    followup.clock.advance(timedelta(hours=31))
    assert len(await claim(followup)) == 1


async def test_a_worker_whose_lease_ran_out_cannot_complete(scene: Make) -> None:
    """SU-8: the fencing token: of two that hold a timer only the later one has an effect."""
    followup = await scene("followup")
    (key,) = await schedule(followup)
    (slow,) = await claim(followup, lease=timedelta(0))
    (fast,) = await claim(followup)
    assert fast.token == slow.token + 1
    with pytest.raises(LeaseLost):
        await complete(slow, followup.context)
    assert await followup.value("SELECT count(*) FROM mark") == 0
    await complete(fast, followup.context)
    assert await followup.value("SELECT times FROM mark WHERE id = $1", key) == 1
    with pytest.raises(LeaseLost):
        await complete(fast, followup.context)


async def test_moving_a_timer_takes_it_from_the_worker_that_has_it(scene: Make) -> None:
    """SU-8: what is rescheduled while it runs is done at the new time, not at the old."""
    followup = await scene("followup")
    (key,) = await schedule(followup)
    (due,) = await claim(followup)
    async with followup.context.transactions.begin() as tx:
        await tx.schedule(Timer(KIND, key, datetime.now(UTC) + HOUR))
    with pytest.raises(LeaseLost):
        await complete(due, followup.context)
    assert await claim(followup) == []
    async with followup.context.transactions.begin() as tx:
        await tx.unschedule(KIND, key)
    assert await followup.value("SELECT count(*) FROM timer") == 0


async def test_two_runners_share_the_work_and_run_each_timer_once(scene: Make) -> None:
    """SU-8: any number of workers; every timer runs once."""
    one, two = await scene("followup"), await scene("followup")
    await schedule(one, keys=150)
    runners = [TimerRunner(scene.context, {KIND: complete}) for scene in (one, two)]
    async with running(*(runner.run for runner in runners)):
        await until(lambda: _left(one, 0))
    assert await one.value("SELECT count(*) FROM mark WHERE times = 1") == 150


async def _left(scene: Scene, count: int) -> bool:
    return bool(await scene.value("SELECT count(*) FROM timer") == count)


async def test_a_handler_that_fails_is_tried_again_after_a_wait(scene: Make) -> None:
    """SU-8: a failure puts the timer off; it is never lost."""
    followup = await scene("followup")
    await schedule(followup)
    attempts: list[int] = []

    async def handler(due: Due, context: Context) -> None:
        attempts.append(due.attempts)
        if len(attempts) < 3:
            raise Unavailable("no mail server")
        await complete(due, context)

    async with running(TimerRunner(followup.context, {KIND: handler}).run):
        await until(lambda: _left(followup, 0))
    assert attempts == [1, 2, 3]


async def test_a_handler_that_does_not_complete_runs_again_after_its_lease(scene: Make) -> None:
    """SU-8: a process that dies with a timer in hand does not take it along."""
    followup = await scene("followup")
    await schedule(followup)
    runs = 0

    async def handler(due: Due, context: Context) -> None:
        nonlocal runs
        runs += 1
        if runs > 1:
            await complete(due, context)

    runner = TimerRunner(followup.context, {KIND: handler}, lease=timedelta(milliseconds=300))
    async with running(runner.run):
        await until(lambda: _left(followup, 0))
    assert runs == 2


async def test_stopping_waits_for_the_handler_that_runs(scene: Make) -> None:
    """SU-6: a rolling restart finishes what is in hand."""
    followup = await scene("followup")
    await schedule(followup)
    entered, leave = asyncio.Event(), asyncio.Event()

    async def handler(due: Due, context: Context) -> None:
        entered.set()
        await leave.wait()
        await complete(due, context)

    async with running(TimerRunner(followup.context, {KIND: handler}).run) as stop:
        await asyncio.wait_for(entered.wait(), 10)
        stop.set()
        leave.set()
    assert await _left(followup, 0)


async def test_no_more_handlers_run_at_once_than_allowed(scene: Make) -> None:
    """SU-8: concurrency is bounded, and what waits is not leased meanwhile."""
    followup = await scene("followup")
    await schedule(followup, keys=10)
    now, most = 0, 0

    async def handler(due: Due, context: Context) -> None:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await complete(due, context)
        now -= 1

    async with running(TimerRunner(followup.context, {KIND: handler}, concurrency=3).run):
        await until(lambda: _left(followup, 0))
    assert 1 < most <= 3
