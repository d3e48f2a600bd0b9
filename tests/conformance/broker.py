"""The broker as a test sees it: publishes upstream events, waits until a service has them, reads a stream back."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Self
from uuid import UUID

import nats
from nats.aio.client import Client
from nats.js import JetStreamContext
from nats.js.errors import NotFoundError

from shared.contracts.catalogue import stream_of
from shared.contracts.envelope import Message, Sealed, seal
from shared.messaging.jetstream import by_producer, declare_streams
from shared.runtime.service import Service
from tests.support.waiting import until

KEPT = timedelta(days=30)
RECONNECT_SECONDS = 0.1


def sealed(messages: Sequence[Message]) -> list[Sealed]:
    """The facts under new event ids."""
    return [seal(message, correlation_id="conformance") for message in messages]


class Upstream:
    """The streams that one service hears, and its durable consumers on them."""

    def __init__(self, client: Client, service: Service) -> None:
        self.js: JetStreamContext = client.jetstream()
        self.service = service.name
        self._producers = list(by_producer(subscription.event for subscription in service.subscriptions))
        self.streams = [stream_of(producer) for producer in self._producers]
        self._last = dict.fromkeys(self.streams, 0)

    @classmethod
    @asynccontextmanager
    async def open(cls, url: str, service: Service) -> AsyncIterator[Self]:
        """A connection of the test's own, with all rights."""
        client = await nats.connect(
            url, max_reconnect_attempts=-1, reconnect_time_wait=RECONNECT_SECONDS, error_cb=_quiet
        )
        try:
            yield cls(client, service)
        finally:
            await client.close()

    async def clear(self) -> None:
        """Delete every stream, consumers and all."""
        for stream in await self.js.streams_info():
            await self.js.delete_stream(stream.config.name or "")
        self._last = dict.fromkeys(self.streams, 0)

    async def declare(self) -> None:
        """Declare the streams as an admin would; the consumers are the worker's to declare."""
        await declare_streams(self.js, self._producers, max_age=KEPT)

    async def publish(self, *events: Sealed, known_to_stream: bool = True) -> None:
        """Publish in this order; `known_to_stream=False` as after the duplicate window: the stream takes it again."""
        for event in events:
            headers = {"Nats-Msg-Id": str(event.id)} if known_to_stream else None
            await self.publish_raw(event.subject, event.body, headers=headers)

    async def publish_raw(self, subject: str, body: bytes, *, headers: dict[str, str] | None = None) -> None:
        """Publish whatever bytes."""
        taken = await self.js.publish(subject, body, headers=headers)
        self._last[taken.stream] = max(self._last[taken.stream], taken.seq)

    async def heard(self) -> None:
        """Wait until the service has taken and acknowledged everything that was published."""
        await until(self._is_heard)

    async def _is_heard(self) -> bool:
        for stream in self.streams:
            try:
                info = await self.js.consumer_info(stream, self.service)
            except NotFoundError:
                return False
            delivered = info.delivered.stream_seq if info.delivered else 0
            if info.num_pending or info.num_ack_pending or delivered < self._last[stream]:
                return False
        return True

    async def forget(self) -> None:
        """Delete the service's durable consumers: what it declares anew starts from the beginning."""
        for stream in self.streams:
            await self.js.delete_consumer(stream, self.service)

    async def stored(self, stream: str) -> Counter[UUID]:
        """How often each event id is in a stream; nothing while the stream is not there."""
        try:
            state = (await self.js.stream_info(stream)).state
        except NotFoundError:
            return Counter()
        found: Counter[UUID] = Counter()
        for sequence in range(state.first_seq, state.last_seq + 1) if state.messages else ():
            message = await self.js.get_msg(stream, sequence)
            found[UUID((message.headers or {})["Nats-Msg-Id"])] += 1
        return found


async def _quiet(_: Exception) -> None:
    """A broker that a test stops on purpose is no news."""
