"""Declares streams and durable consumers, the same again and again without harm.

In production a separate admin identity does this once (`redress streams declare`, deploy); the services then need no
right to any of it. Where a service may declare (embedded, tests), it does so after every reconnect.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from nats.js import JetStreamContext
from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    DeliverPolicy,
    DiscardPolicy,
    RetentionPolicy,
    StorageType,
    StreamConfig,
)
from nats.js.errors import BadRequestError

from shared.contracts.catalogue import stream_of, subjects_of
from shared.contracts.envelope import Event

DUPLICATE_WINDOW = timedelta(minutes=2)
ACK_WAIT = timedelta(seconds=60)
"""How long a consumer may hold a message; longer than a batch may take, twice."""
MAX_ACK_PENDING = 5_000
_NAME_IN_USE = 10058


def stream_config(producer: str, *, max_age: timedelta, replicas: int = 1) -> StreamConfig:
    """The stream of a producer: kept on disk, by age only, so that a replay is possible as long as the inbox lives."""
    return StreamConfig(
        name=stream_of(producer),
        subjects=[subjects_of(producer)],
        storage=StorageType.FILE,
        retention=RetentionPolicy.LIMITS,
        discard=DiscardPolicy.OLD,
        max_age=max_age.total_seconds(),
        duplicate_window=DUPLICATE_WINDOW.total_seconds(),
        num_replicas=replicas,
        allow_atomic=True,
    )


async def declare_streams(
    js: JetStreamContext, producers: Iterable[str], *, max_age: timedelta, replicas: int = 1
) -> None:
    """Make the producers' streams, or bring them to this configuration; their messages stay.

    Raises nats.js.errors.APIError when the server can't, nats.errors.TimeoutError when this identity may not.
    """
    for producer in producers:
        config = stream_config(producer, max_age=max_age, replicas=replicas)
        try:
            await js.add_stream(config)
        except BadRequestError as error:
            if error.err_code != _NAME_IN_USE:
                raise
            await js.update_stream(config)


def consumer_config(service: str, events: Sequence[type[Event]]) -> ConsumerConfig:
    """The durable consumer of a service on one upstream stream, filtered to what it listens to."""
    return ConsumerConfig(
        name=service,
        durable_name=service,
        deliver_policy=DeliverPolicy.ALL,
        ack_policy=AckPolicy.EXPLICIT,
        ack_wait=ACK_WAIT.total_seconds(),
        # We end hopeless messages ourselves, with a dead letter; the server must never drop one silently.
        max_deliver=-1,
        max_ack_pending=MAX_ACK_PENDING,
        filter_subjects=sorted({event.subject() for event in events}),
    )


async def declare_consumer(js: JetStreamContext, *, service: str, events: Sequence[type[Event]]) -> None:
    """Make or update a service's durable consumer for these events, all of one producer.

    Raises NotFoundError when the stream is missing, otherwise as declare_streams.
    """
    await js.add_consumer(stream_of(events[0].producer), consumer_config(service, events))


def by_producer(events: Iterable[type[Event]]) -> dict[str, list[type[Event]]]:
    """Events grouped by who says them."""
    grouped: dict[str, list[type[Event]]] = {}
    for event in events:
        grouped.setdefault(event.producer, []).append(event)
    return grouped


async def declare_consumers(js: JetStreamContext, *, service: str, events: Iterable[type[Event]]) -> None:
    """Make or update all durable consumers of a service; for the admin identity. Raises as declare_consumer."""
    for group in by_producer(events).values():
        await declare_consumer(js, service=service, events=group)
