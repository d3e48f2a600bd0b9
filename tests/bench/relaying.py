"""The relay against raw windowed publishing of the same bytes to the same broker, without a database."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from statistics import median

import asyncpg
import nats
from nats.aio.client import Client
from nats.js.api import StorageType, StreamConfig

from shared.contracts.envelope import Message, Sealed, seal
from shared.contracts.intake import RecapConfirmed
from shared.db.engine import Database
from shared.kernel.ids import new_id
from shared.messaging import outbox
from shared.messaging.broker import Broker
from shared.messaging.jetstream import declare_streams
from shared.messaging.publisher import Publisher
from shared.messaging.relay import Relay
from shared.runtime.installation import load_service
from tests.bench.suite import Suite
from tests.bench.table import Row

TARGET = 0.65
WINDOW = 500


def events(count: int) -> list[Sealed]:
    """Sealed events as intake publishes them."""
    now = datetime.now(UTC)
    return [
        seal(
            Message(RecapConfirmed(complaint_id=one, recap_version=1, confirmed_at=now), one, 2, now),
            correlation_id="b",
        )
        for one in (new_id() for _ in range(count))
    ]


async def _raw(client: Client, sealed: list[Sealed]) -> float:
    """Events a second: windows of publishes, their acknowledgements counted on one reply inbox."""
    inbox, arrived, missing = client.new_inbox(), asyncio.Event(), 0

    async def acknowledged(_: object) -> None:
        nonlocal missing
        missing -= 1
        if missing == 0:
            arrived.set()

    subscription = await client.subscribe(inbox, cb=acknowledged)
    started = time.perf_counter()
    for at in range(0, len(sealed), WINDOW):
        window = sealed[at : at + WINDOW]
        missing = len(window)
        arrived.clear()
        for one in window:
            await client.publish(f"bench.{one.subject}", one.body, reply=inbox, headers={"Nats-Msg-Id": str(one.id)})
        await arrived.wait()
    rate = len(sealed) / (time.perf_counter() - started)
    await subscription.unsubscribe()
    return rate


async def _relayed(database: Database, relay: Relay, sealed: list[Sealed]) -> float:
    """Events a second from a full outbox to an empty one."""
    async with database.pool.acquire() as connection:
        for at in range(0, len(sealed), 5000):
            await outbox.insert(connection, sealed[at : at + 5000])
        stop = asyncio.Event()
        started = time.perf_counter()
        running = asyncio.create_task(relay.run(stop))
        while await connection.fetchval("SELECT EXISTS (SELECT FROM outbox WHERE published_at IS NULL)"):
            await asyncio.sleep(0.02)
        rate = len(sealed) / (time.perf_counter() - started)
        stop.set()
        await running
        await connection.execute("TRUNCATE outbox")
    return rate


async def measure(suite: Suite, *, rounds: int = 5, count: int = 20_000) -> list[Row]:
    """One row: the relay's ratio to raw windowed publishing, alternately."""
    service = load_service("intake")
    with suite.environment("intake"):
        settings = service.settings()
    database = await Database.connect(suite.database_url("intake"), application_name="bench")
    broker = Broker(settings, service="intake")
    client = await nats.connect(suite.nats_url)
    try:
        js = client.jetstream()
        await js.add_stream(
            StreamConfig(name="BENCH", subjects=["bench.>"], storage=StorageType.FILE, duplicate_window=120)
        )
        await declare_streams(js, ["intake"], max_age=timedelta(days=1))
        await broker.client()
        relay = Relay(database, Publisher(broker), service="intake", broker=broker)
        raw, ours = [], []
        for _ in range(rounds):
            raw.append(await _raw(client, events(count)))
            ours.append(await _relayed(database, relay, events(count)))
    except asyncpg.PostgresError as error:
        raise RuntimeError(f"the relay's database: {error}") from error
    finally:
        await client.close()
        await broker.close()
        await database.close()
    ratio = median(mine / top for mine, top in zip(ours, raw, strict=True))
    return [Row("relay, events/s", f"{median(ours):.0f}", f"{median(raw):.0f} raw windowed", ratio, TARGET)]
