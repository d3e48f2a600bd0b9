"""Takes one producer's events from its stream, as long as the process runs, whatever the broker does meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import nats.errors
import structlog
from nats.aio.client import Client

from shared.contracts.catalogue import stream_of
from shared.messaging.broker import Broker
from shared.messaging.context import Context
from shared.messaging.dispatch import Dispatch
from shared.messaging.failpoints import hit
from shared.messaging.handling import Handling
from shared.messaging.jetstream import declare_consumer, declare_streams
from shared.messaging.pause import growing, pause
from shared.messaging.pull import ConsumerMissing, Pull
from shared.messaging.subscription import Subscription

_log = structlog.get_logger(__name__)

TAKE_SECONDS = 1.0
"""How long to wait for a message before looking around (a stop, a new connection)."""


class Consumer:
    """The durable consumer of one service on one producer's stream."""

    def __init__(
        self, context: Context, broker: Broker, *, producer: str, subscriptions: Sequence[Subscription], declares: bool
    ) -> None:
        self._context = context
        self._broker = broker
        self.producer = producer
        self._stream = stream_of(producer)
        self._events = [subscription.event for subscription in subscriptions]
        self._handling = Handling(context, Dispatch(subscriptions), stream=self._stream)
        self._declares = declares
        self._log = _log.bind(service=context.service, stream=self._stream)
        self.trouble: str | None = "not started"
        """What keeps it from taking events now, for the readiness check."""

    async def run(self, stop: asyncio.Event) -> None:
        """Take events until stopped; the batch in hand is finished and acknowledged. Missing streams are waited for."""
        waits = growing(first=0.2, last=5.0)
        while not stop.is_set():
            if not self._broker.connected.is_set():
                self.trouble = f"{self._stream}: not connected"
                await pause(stop, self._broker.connected, seconds=TAKE_SECONDS)
                continue
            try:
                await self._session(stop)
            except (ConsumerMissing, nats.errors.Error, OSError) as error:
                if self.trouble is None:
                    waits = growing(first=0.2, last=5.0)
                    self._log.warning("consumer_waits", reason=str(error))
                self.trouble = f"{self._stream}: {error}"
                await pause(stop, seconds=next(waits))

    async def _session(self, stop: asyncio.Event) -> None:
        """Take events as long as the connection stands. Raises ConsumerMissing and errors of NATS."""
        client = self._broker.current
        generation = self._broker.generation
        if self._declares:
            await self._declare(client)
        pull = Pull(client, stream=self._stream, consumer=self._context.service)
        await pull.open()
        try:
            while not stop.is_set() and self._broker.connected.is_set() and self._broker.generation == generation:
                batch = await pull.take(seconds=TAKE_SECONDS)
                self.trouble = None
                if batch:
                    hit("consumer.received")
                    wait = await self._handling.handle(client, batch)
                    if wait:
                        self.trouble = f"{self._stream}: the database can't take events now"
                        await pause(stop, seconds=wait)
        finally:
            await pull.close()

    async def _declare(self, client: Client) -> None:
        js = client.jetstream()
        # The stream is its producer's; but who starts first must not have to wait for it.
        await declare_streams(js, [self.producer], max_age=timedelta(days=self._context.common.stream_max_age_days))
        await declare_consumer(js, service=self._context.service, events=self._events)
