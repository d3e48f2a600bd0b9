"""A pull on a durable consumer that is always open: messages are taken as they come, and the next pull is under way
while a batch is worked on.

nats-py's own fetch makes a task and a timer for each message; here a message costs one callback.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import Any

import nats.errors
import orjson
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.js.api import Header

BATCH = 500
PULL_SECONDS = 5.0
_GRACE_SECONDS = 2.0
"""How long after the end of a pull the server's word on it may take; then it was lost and we ask again."""
_AGAIN_SECONDS = 0.5
_NAK = b"-NAK"
_ENDED = {"404", "408"}
_PASSING = ("batch completed", "exceeded max", "server shutdown", "leadership change", "message size exceeds")


class ConsumerMissing(Exception):
    """The stream or the durable consumer is not there (deleted, or never declared)."""


class Pull:
    """Messages of one durable consumer, in the order of the stream."""

    def __init__(self, client: Client, *, stream: str, consumer: str) -> None:
        self._client = client
        self._next = f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{consumer}"
        self._inbox = client.new_inbox()
        self._subscription: Subscription | None = None
        self._number = 0
        self._open = 0
        self._deadline = 0.0
        self._not_before = 0.0
        self._buffer: list[Msg] = []
        self._arrived = asyncio.Event()
        self._missing: str | None = None

    async def open(self) -> None:
        """Listen for messages; ask for none yet."""
        self._subscription = await self._client.subscribe(f"{self._inbox}.*", cb=self._receive)

    async def _receive(self, message: Msg) -> None:
        status = message.headers.get(Header.STATUS) if message.headers and not message.reply else None
        if status is None:
            self._buffer.append(message)
            self._open -= 1
        elif message.subject != f"{self._inbox}.{self._number}":
            return  # the end of a pull that we have already given up
        else:
            self._end(status, str((message.headers or {}).get(Header.DESCRIPTION, "")))
        self._arrived.set()

    def _end(self, status: str, description: str) -> None:
        self._open = 0
        if status in _ENDED:
            return
        if description.lower().startswith(_PASSING):
            # Asking again at once would only get the same answer, as fast as the two of us can talk.
            self._not_before = time.monotonic() + _AGAIN_SECONDS
        else:
            self._missing = f"{status} {description}".strip()

    async def take(self, *, seconds: float) -> list[Msg]:
        """Up to BATCH messages, as soon as there is one; none after `seconds`.

        Raises ConsumerMissing. What was received stays valid whatever happens later.
        """
        await self._ask()
        if not self._buffer and self._missing is None:
            self._arrived.clear()
            try:
                await asyncio.wait_for(self._arrived.wait(), seconds)
            except TimeoutError:
                return []
        if not self._buffer and self._missing is not None:
            missing, self._missing = self._missing, None
            raise ConsumerMissing(missing)
        batch, self._buffer = self._buffer[:BATCH], self._buffer[BATCH:]
        await self._ask()
        return batch

    async def _ask(self) -> None:
        """Keep one pull open, unless enough is waiting to be worked on."""
        now = time.monotonic()
        asked = self._open > 0 and now < self._deadline
        if asked or len(self._buffer) >= BATCH or self._missing is not None or now < self._not_before:
            return
        self._number += 1
        self._open = BATCH
        self._deadline = now + PULL_SECONDS + _GRACE_SECONDS
        request: dict[str, Any] = {"batch": BATCH, "expires": int(PULL_SECONDS * 1e9)}
        await self._client.publish(self._next, orjson.dumps(request), reply=f"{self._inbox}.{self._number}")

    async def close(self) -> None:
        """Stop listening and give back what nobody worked on; where that is lost, it comes again after ACK_WAIT."""
        if self._subscription is None:
            return
        with suppress(nats.errors.Error):
            await self._subscription.unsubscribe()
            if self._client.is_connected:
                for message in self._buffer:
                    await self._client.publish(message.reply, _NAK)
        self._buffer = []
