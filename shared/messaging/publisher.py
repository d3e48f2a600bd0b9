"""Brings events to JetStream and says which of them it has taken: as one atomic batch, else as a window of publishes.

An atomic batch costs the server one write to disk; but one message id that the stream already knows rejects all of it.
Then, and where the server has no atomic batches, each event is published by itself and a duplicate counts as taken.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import nats.errors
import orjson
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js.api import Header

from shared.kernel.ids import new_id
from shared.messaging.broker import Broker

ANSWER_SECONDS = 5.0
"""How long without any answer until what is unanswered counts as not taken (it may have been: ids make that safe)."""
BATCH_LIMIT = 1_000
"""JetStream's bound of an atomic batch."""
_HEADER_ROOM = 512
_NO_STREAM = 503
_ATOMIC_DISABLED = 10174
_TOO_LARGE = 10054


class NotTaken(Exception):
    """The broker took nothing, or not all: it is down, has no stream, or answered with a passing error."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An event from the outbox, ready to be published."""

    id: UUID
    subject: str
    body: bytes


@dataclass(slots=True)
class Outcome:
    """What became of a round: taken, refused for ever (with the reason), or neither because of `trouble`."""

    taken: list[UUID] = field(default_factory=list)
    refused: dict[UUID, str] = field(default_factory=dict)
    trouble: str | None = None
    no_stream: bool = False
    how: str = "windowed"


class _Round:
    """The answers to one round of publishes."""

    def __init__(self, expected: int) -> None:
        self.answers: dict[int, dict[str, Any]] = {}
        self.progress = asyncio.Event()
        self.complete = asyncio.Event()
        self._expected = expected

    def add(self, index: int, answer: dict[str, Any]) -> None:
        self.answers[index] = answer
        self.progress.set()
        if len(self.answers) >= self._expected:
            self.complete.set()


class Publisher:
    """Publishes rounds of events; one at a time."""

    def __init__(self, broker: Broker) -> None:
        self._broker = broker
        self._listening: Client | None = None
        self._inbox = ""
        self._number = 0
        self._round = _Round(0)
        self._no_atomic_in: int | None = None

    async def publish(self, events: Sequence[Waiting]) -> Outcome:
        """Publish up to BATCH_LIMIT events in order. Raises NotTaken when the broker is not there at all."""
        try:
            client = self._broker.current
            await self._listen(client)
            outcome = Outcome()
            fitting = self._fitting(client, events, outcome)
            batched = len(fitting) > 1 and self._no_atomic_in != self._broker.generation
            if batched and await self._atomic(client, fitting):
                outcome.taken.extend(event.id for event in fitting)
                outcome.how = "atomic"
            elif fitting:
                await self._windowed(client, fitting, outcome)
        except (nats.errors.Error, OSError) as error:
            raise NotTaken(str(error)) from error
        return outcome

    def _fitting(self, client: Client, events: Sequence[Waiting], outcome: Outcome) -> list[Waiting]:
        # The server closes the connection on a payload above its bound, so such an event must not be sent at all.
        bound = client.max_payload - _HEADER_ROOM
        for event in events:
            if len(event.body) > bound:
                outcome.refused[event.id] = f"{len(event.body)} bytes are more than the broker takes ({bound})"
        return [event for event in events if event.id not in outcome.refused]

    async def _listen(self, client: Client) -> None:
        if self._listening is not client:
            self._inbox = client.new_inbox()
            await client.subscribe(f"{self._inbox}.>", cb=self._answered)
            self._listening = client

    async def _answered(self, message: Msg) -> None:
        number, _, index = message.subject[len(self._inbox) + 1 :].partition(".")
        if int(number) != self._number:
            return  # an answer to a round that was given up
        if message.headers and message.headers.get(Header.STATUS) == "503":
            self._round.add(int(index), {"error": {"err_code": _NO_STREAM, "description": "no stream for the subject"}})
        elif message.data:
            self._round.add(int(index), orjson.loads(message.data))

    def _begin(self, expected: int) -> _Round:
        self._number += 1
        self._round = _Round(expected)
        return self._round

    async def _atomic(self, client: Client, events: Sequence[Waiting]) -> bool:
        """True when the whole batch was taken; False when another way must be found."""
        waiting = self._begin(1)
        batch = str(new_id())
        last = len(events)
        for sequence, event in enumerate(events, start=1):
            headers = {"Nats-Msg-Id": str(event.id), "Nats-Batch-Id": batch, "Nats-Batch-Sequence": str(sequence)}
            if sequence < last:
                await client.publish(event.subject, event.body, headers=headers)
            else:
                headers["Nats-Batch-Commit"] = "1"
                reply = f"{self._inbox}.{self._number}.0"
                await client.publish(event.subject, event.body, reply=reply, headers=headers)
        try:
            await asyncio.wait_for(waiting.complete.wait(), ANSWER_SECONDS)
        except TimeoutError as error:
            raise NotTaken("no answer to a batch") from error
        answer = waiting.answers[0]
        trouble = answer.get("error")
        if trouble is None and answer.get("count") == last:
            return True
        if trouble is None or trouble.get("err_code") == _ATOMIC_DISABLED:
            # An older server took the headers for decoration, or the stream does not allow batches.
            self._no_atomic_in = self._broker.generation
        return False

    async def _windowed(self, client: Client, events: Sequence[Waiting], outcome: Outcome) -> None:
        waiting = self._begin(len(events))
        prefix = f"{self._inbox}.{self._number}."
        for index, event in enumerate(events):
            headers = {"Nats-Msg-Id": str(event.id)}
            await client.publish(event.subject, event.body, reply=f"{prefix}{index}", headers=headers)
        while not waiting.complete.is_set():
            waiting.progress.clear()
            try:
                await asyncio.wait_for(waiting.progress.wait(), ANSWER_SECONDS)
            except TimeoutError:
                outcome.trouble = f"{len(events) - len(waiting.answers)} of {len(events)} publishes were not answered"
                break
        for index, answer in waiting.answers.items():
            trouble = answer.get("error")
            if trouble is None:
                outcome.taken.append(events[index].id)
            elif trouble.get("err_code") == _TOO_LARGE:
                outcome.refused[events[index].id] = str(trouble.get("description"))
            else:
                outcome.trouble = str(trouble.get("description"))
                outcome.no_stream |= trouble.get("err_code") == _NO_STREAM
