"""One service's context in a test, the events that it gets, and its parts running beside the test."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from uuid import UUID

from nats.aio.client import Client
from pydantic import SecretStr

from shared.contracts.envelope import Message, Sealed, seal
from shared.contracts.intake import RecapConfirmed
from shared.db.engine import Database
from shared.http.links import Links
from shared.kernel.clock import FileClock
from shared.kernel.ids import new_id
from shared.messaging import outbox
from shared.messaging.broker import Broker
from shared.messaging.context import Context
from shared.messaging.publisher import Publisher
from shared.messaging.relay import Relay
from shared.messaging.subscription import Received
from shared.messaging.transaction import Transaction, Transactions
from shared.messaging.wakeup import Wakeup
from shared.settings import Environment, Settings
from tests.support.waiting import PATIENCE_SECONDS

MARK = """
INSERT INTO mark (id, version, times) VALUES ($1, $2, 1)
ON CONFLICT (id) DO UPDATE SET times = mark.times + 1
"""


def event(aggregate: UUID | None = None, *, version: int = 1) -> Message:
    """An event of intake's about an aggregate."""
    now = datetime.now(UTC)
    aggregate = aggregate or new_id()
    return Message(RecapConfirmed(complaint_id=aggregate, recap_version=1, confirmed_at=now), aggregate, version, now)


def sealed(count: int) -> list[Sealed]:
    """Events in their envelopes."""
    return [seal(event(), correlation_id="test") for _ in range(count)]


async def send(client: Client, events: Sequence[Sealed]) -> None:
    """Publish events to their stream and wait until it has them."""
    js = client.jetstream()
    for one in events:
        await js.publish(one.subject, one.body, headers={"Nats-Msg-Id": str(one.id)})


async def mark(events: Sequence[Received[RecapConfirmed]], tx: Transaction, now: datetime) -> None:
    """A reaction that counts how often it was given each aggregate."""
    connection = await tx.raw()
    for one in events:
        await connection.execute(MARK, one.aggregate_id, one.version)


@asynccontextmanager
async def running(*parts: Callable[[asyncio.Event], Awaitable[None]]) -> AsyncIterator[asyncio.Event]:
    """Run parts beside the test; stop them at its end. What they raise fails the test."""
    stop = asyncio.Event()
    tasks = [asyncio.ensure_future(part(stop)) for part in parts]
    try:
        yield stop
        stop.set()
        await asyncio.wait_for(asyncio.gather(*tasks), PATIENCE_SECONDS)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@dataclass
class Scene:
    """A service's process without its API."""

    context: Context
    clock: FileClock
    broker: Broker
    wakeup: Wakeup

    @classmethod
    async def open(cls, service: str, *, database_url: str, nats_url: str, **changes: Any) -> Scene:
        """Connect to the database; to the broker only when something runs that needs it."""
        values: dict[str, Any] = {
            "environment": Environment.DEVELOPMENT,
            "database_url": SecretStr(database_url),
            "nats_url": nats_url,
            "nats_declares_streams": True,
            "link_key": SecretStr("k1:c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LTEyMzQ="),
            "jwks_file": Path("unused.json"),
        }
        settings = Settings(**(values | changes))
        database = await Database.connect(database_url, application_name=f"test {service}")
        clock = FileClock(Path(mkdtemp(prefix="redress-clock-")) / "clock")
        wakeup = Wakeup(database.dsn)
        context = Context(
            service=service,
            settings=settings,
            clock=clock,
            database=database,
            transactions=Transactions(database.engine, wakeup),
            gateways=None,
            links=Links(settings.link_key),
        )
        return cls(context, clock, Broker(settings, service=service), wakeup)

    async def close(self) -> None:
        await self.wakeup.close()
        await self.broker.close()
        await self.context.database.close()

    def relay(self, *, declare: Callable[[], Awaitable[None]] | None = None) -> Relay:
        """A relay of this service, as its worker makes it."""
        return Relay(
            self.context.database,
            Publisher(self.broker),
            service=self.context.service,
            broker=self.broker,
            declare=declare,
            wakeup=self.wakeup,
        )

    async def write(self, events: Sequence[Sealed]) -> None:
        """Put events into the outbox."""
        async with self.context.database.pool.acquire() as connection:
            await outbox.insert(connection, events)

    async def value(self, query: str, *arguments: object) -> Any:
        """The first value of a query."""
        return await self.context.database.pool.fetchval(query, *arguments)

    async def drained(self) -> bool:
        """Whether nothing waits in the outbox."""
        return bool(await self.value("SELECT NOT EXISTS (SELECT FROM outbox WHERE published_at IS NULL)"))
