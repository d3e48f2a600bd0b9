"""The whole worker of a service: all parts together, healthy and not."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from nats.aio.client import Client

from shared.contracts.intake import RecapConfirmed
from shared.embedded.nats import EmbeddedNats
from shared.kernel.ids import new_id
from shared.messaging import timers
from shared.messaging.context import Context
from shared.messaging.schedule import Timer
from shared.messaging.subscription import Subscription
from shared.messaging.timers import Due
from shared.messaging.worker import Worker
from tests.integration.messaging.scene import Scene, event, mark, running
from tests.integration.messaging.small import Small
from tests.support.waiting import until

Make = Callable[..., Awaitable[Scene]]


async def healthy(worker: Worker) -> bool:
    return not any((await worker.health()).values())


async def troubled(worker: Worker, part: str) -> bool:
    return (await worker.health())[part] is not None


async def test_an_event_goes_from_a_commit_to_another_services_reaction(scene: Make) -> None:
    """SU-1: outbox, relay, stream, consumer, inbox; here one service that listens to itself."""
    intake = await scene("intake")
    service = Small(subscriptions=[Subscription(RecapConfirmed, mark)])
    worker = Worker(service, intake.context, wakeup=intake.wakeup)
    async with running(worker.run):
        await until(lambda: healthy(worker))
        async with intake.context.transactions.begin() as tx:
            tx.publish(*(event() for _ in range(20)))
        await until(lambda: _marks(intake, 20))
    assert await intake.value("SELECT max(times) FROM mark") == 1


async def _marks(scene: Scene, count: int) -> bool:
    return bool(await scene.value("SELECT count(*) FROM mark") == count)


async def test_runs_timers_and_says_what_they_caused(scene: Make, nats_client: Client) -> None:
    """SU-8: what falls due becomes an event by the same way as everything else."""
    intake = await scene("intake")

    async def handler(due: Due, context: Context) -> None:
        async with context.transactions.begin() as tx:
            await timers.complete(due, tx)
            tx.publish(event(due.key))

    worker = Worker(Small(timers={"remind": handler}), intake.context, wakeup=intake.wakeup)
    async with intake.context.transactions.begin() as tx:
        await tx.schedule(Timer("remind", new_id(), datetime.now(UTC) - timedelta(seconds=1)))
    async with running(worker.run):
        await until(lambda: _published(intake, 1))
    assert (await nats_client.jetstream().stream_info("INTAKE")).state.messages == 1


async def _published(scene: Scene, count: int) -> bool:
    return bool(await scene.value("SELECT count(*) FROM outbox WHERE published_at IS NOT NULL") == count)


async def test_health_names_the_broker_that_is_away_and_recovers(scene: Make, broker_server: EmbeddedNats) -> None:
    """SU-6: readiness fails while NATS is away, and comes back by itself."""
    intake = await scene("intake")
    worker = Worker(Small(), intake.context)
    async with running(worker.run):
        await until(lambda: healthy(worker))
        await asyncio.to_thread(broker_server.stop)
        await until(lambda: troubled(worker, "nats"))
        await asyncio.to_thread(broker_server.start)
        await until(lambda: healthy(worker))


async def test_stops_soon_although_the_broker_was_never_there(scene: Make, broker_server: EmbeddedNats) -> None:
    """SU-6: SIGTERM ends a worker that still waits for its broker."""
    await asyncio.to_thread(broker_server.stop)
    intake = await scene("intake")
    worker = Worker(Small(subscriptions=[Subscription(RecapConfirmed, mark)]), intake.context)
    began = asyncio.get_running_loop().time()
    async with running(worker.run):
        await until(lambda: troubled(worker, "nats"))
    assert asyncio.get_running_loop().time() - began < 15


async def test_a_part_that_crashes_is_started_again(scene: Make) -> None:
    """SU-1: the relay loses its session, the worker starts it again, and everything is published."""
    intake = await scene("intake")
    worker = Worker(Small(), intake.context, wakeup=intake.wakeup)
    async with running(worker.run):
        await until(lambda: healthy(worker))
        await intake.value(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'redress intake relay'"
            " AND datname = current_database()"
        )
        async with intake.context.transactions.begin() as tx:
            tx.publish(event())
        await until(lambda: _published(intake, 1))
