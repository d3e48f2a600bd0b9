"""The worker of a service: relay, consumers, timers, housekeeping; each is started again when it crashes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from typing import Protocol

import structlog

from shared.messaging import dead_letters, measures, outbox
from shared.messaging.broker import Broker
from shared.messaging.consumer import Consumer
from shared.messaging.context import Context
from shared.messaging.housekeeping import Housekeeping
from shared.messaging.jetstream import declare_streams
from shared.messaging.pause import growing, pause
from shared.messaging.publisher import Publisher
from shared.messaging.relay import Relay
from shared.messaging.subscription import Subscription
from shared.messaging.timer_runner import TimerRunner
from shared.messaging.timers import TimerHandler
from shared.messaging.wakeup import Wakeup

_log = structlog.get_logger(__name__)

GAUGE_SECONDS = 5.0
GRACE_SECONDS = 20.0
"""How long the parts may take to finish what is in hand; less than what orchestrators wait before they kill."""
_HEALTH_SECONDS = 2.0

Part = Callable[[asyncio.Event], Awaitable[None]]


class Works(Protocol):
    """What the worker must know of a service (shared.runtime.service.Service)."""

    @property
    def name(self) -> str: ...
    @property
    def subscriptions(self) -> Sequence[Subscription]: ...
    @property
    def timers(self) -> Mapping[str, TimerHandler]: ...


class Worker:
    """Everything of one service that runs behind its API."""

    def __init__(self, service: Works, context: Context, *, wakeup: Wakeup | None = None) -> None:
        self._context = context
        self._name = service.name
        self._broker = Broker(context.common, service=service.name)
        declares = context.common.nats_declares_streams
        self.relay = Relay(
            context.database,
            Publisher(self._broker),
            service=service.name,
            broker=self._broker,
            declare=self._declare if declares else None,
            wakeup=wakeup,
        )
        self._consumers = [
            Consumer(context, self._broker, producer=producer, subscriptions=group, declares=declares)
            for producer, group in _by_producer(service.subscriptions).items()
        ]
        self._parts: dict[str, Part] = {
            "broker": self._broker.run,
            "relay": self.relay.run,
            **{f"consumer of {consumer.producer}": consumer.run for consumer in self._consumers},
            "housekeeping": Housekeeping(context).run,
            "gauges": self._gauges,
        }
        if service.timers:
            self._parts["timers"] = TimerRunner(context, service.timers).run
        self._crashed: dict[str, str] = {}

    async def run(self, stop: asyncio.Event) -> None:
        """Work until stopped; what is in hand is finished and acknowledged, then the connection is closed."""
        try:
            async with asyncio.TaskGroup() as group:
                running = [
                    group.create_task(self._keep(name, part, stop), name=f"{self._name} {name}")
                    for name, part in self._parts.items()
                ]
                await stop.wait()
                _, hanging = await asyncio.wait(running, timeout=GRACE_SECONDS)
                for late in hanging:
                    _log.warning("part_cancelled", part=late.get_name())
                    late.cancel()
        finally:
            await self._broker.close()

    async def _keep(self, name: str, part: Part, stop: asyncio.Event) -> None:
        waits = growing(first=0.2, last=10.0)
        while not stop.is_set():
            loop = asyncio.get_running_loop()
            began = loop.time()
            try:
                await part(stop)
            except Exception as error:
                if loop.time() - began > 60:
                    waits = growing(first=0.2, last=10.0)
                wait = next(waits)
                measures.RESTARTS.labels(name).inc()
                self._crashed[name] = repr(error)
                _log.exception("part_crashed", service=self._name, part=name, again_in_seconds=round(wait, 1))
                await pause(stop, seconds=wait)
                self._crashed.pop(name, None)

    async def _declare(self) -> None:
        await declare_streams(
            self._broker.current.jetstream(),
            [self._name],
            max_age=timedelta(days=self._context.common.stream_max_age_days),
        )

    async def _gauges(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            async with self._context.database.pool.acquire() as connection:
                waiting = await outbox.state(connection)
                measures.OUTBOX_DEPTH.set(waiting.depth)
                measures.OUTBOX_AGE.set(waiting.oldest_seconds)
                measures.DEAD_WAITING.set(await dead_letters.waiting(connection))
            await pause(stop, seconds=GAUGE_SECONDS)

    async def health(self) -> dict[str, str | None]:
        """What is wrong, per part, for the readiness check; None where all is well."""
        found: dict[str, str | None] = {"database": await self._database(), "nats": self._broker.trouble()}
        found["relay"] = self.relay.trouble
        for consumer in self._consumers:
            found[f"consumer of {consumer.producer}"] = consumer.trouble
        return found | dict(self._crashed)

    async def _database(self) -> str | None:
        try:
            async with asyncio.timeout(_HEALTH_SECONDS), self._context.database.pool.acquire() as connection:
                await connection.execute("SELECT 1")
        except Exception as error:
            return repr(error)
        return None


def _by_producer(subscriptions: Sequence[Subscription]) -> dict[str, list[Subscription]]:
    grouped: dict[str, list[Subscription]] = {}
    for subscription in subscriptions:
        grouped.setdefault(subscription.event.producer, []).append(subscription)
    return grouped


async def run_worker(service: Works, context: Context, stop: asyncio.Event, *, wakeup: Wakeup | None = None) -> None:
    """Run a service's worker until `stop` is set; see Worker for its health."""
    await Worker(service, context, wakeup=wakeup).run(stop)
