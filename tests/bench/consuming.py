"""A consumer with a real reaction (counting praise, grants included) against nats-py without a database."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from statistics import median

import asyncpg
import nats
from nats.aio.client import Client
from nats.errors import TimeoutError as NatsTimeout
from nats.js.api import AckPolicy, ConsumerConfig

from shared.contracts.envelope import Message, seal
from shared.contracts.followup import CommentReceived
from shared.kernel.ids import new_id
from shared.messaging.jetstream import declare_streams
from tests.bench.suite import Suite
from tests.bench.table import Row

TARGET = 0.35
STAFF = 200
BATCH = 500


async def _fill(client: Client, count: int) -> None:
    """Comments about 200 members of staff, in the stream before anyone takes them."""
    staff, now = [new_id() for _ in range(STAFF)], datetime.now(UTC)
    js = client.jetstream()
    window: list[asyncio.Future[object]] = []
    for n in range(count):
        comment = CommentReceived(
            comment_id=new_id(),
            customer_id=new_id(),
            staff_ids=(staff[n % STAFF],),
            rating=5,
            voluntary=True,
            language="en",
            source="card",
            received_at=now,
        )
        sealed = seal(Message(comment, comment.comment_id, 1, now), correlation_id="bench")
        window.append(await js.publish_async(sealed.subject, sealed.body, headers={"Nats-Msg-Id": str(sealed.id)}))
        if len(window) == BATCH:
            await asyncio.gather(*window)
            window.clear()
    await asyncio.gather(*window)


async def _ceiling(client: Client, count: int, name: str) -> float:
    """Events a second of nats-py alone: fetch and acknowledge."""
    js = client.jetstream()
    await js.add_consumer("FOLLOWUP", ConsumerConfig(durable_name=name, ack_policy=AckPolicy.EXPLICIT))
    pull = await js.pull_subscribe_bind(name, "FOLLOWUP")
    taken, started = 0, time.perf_counter()
    while taken < count:
        try:
            batch = await pull.fetch(BATCH, timeout=5)
        except NatsTimeout:
            break
        for message in batch:
            await message.ack()
        taken += len(batch)
    await client.flush()
    rate = taken / (time.perf_counter() - started)
    await js.delete_consumer("FOLLOWUP", name)
    return rate


async def _counted(suite: Suite, connection: asyncpg.Connection[asyncpg.Record], before: int, count: int) -> float:
    """Events a second through recognition's worker, from its first batch until the last is in the inbox."""
    worker = await suite.start_worker("recognition")
    try:
        first, at_first = await _seen(connection), time.perf_counter()
        while (seen := await _seen(connection)) < before + count:
            if seen == before:
                first, at_first = seen, time.perf_counter()
            await asyncio.sleep(0.01)
        return (before + count - first) / (time.perf_counter() - at_first)
    finally:
        worker.stop()


async def _seen(connection: asyncpg.Connection[asyncpg.Record]) -> int:
    return int(await connection.fetchval("SELECT count(*) FROM inbox"))


async def measure(suite: Suite, *, rounds: int = 3, count: int = 30_000) -> list[Row]:
    """One row: the consumer's ratio to nats-py's own fetch and ack, alternately."""
    client = await nats.connect(suite.nats_url)
    connection = await asyncpg.connect(suite.database_url("recognition"))
    raw, ours = [], []
    try:
        await declare_streams(client.jetstream(), ["followup", "recognition"], max_age=timedelta(days=1))
        for n in range(rounds):
            await client.jetstream().purge_stream("FOLLOWUP")
            await _fill(client, count)
            raw.append(await _ceiling(client, count, f"ceiling{n}"))
            ours.append(await _counted(suite, connection, await _seen(connection), count))
    finally:
        await connection.close()
        await client.close()
    ratio = median(mine / top for mine, top in zip(ours, raw, strict=True))
    return [
        Row(
            "consumer with its reaction, events/s",
            f"{median(ours):.0f}",
            f"{median(raw):.0f} nats-py alone",
            ratio,
            TARGET,
        )
    ]
