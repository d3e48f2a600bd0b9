"""A broker for each messaging test, and a database with the chassis tables and one table for effects."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import nats
import pytest
from nats.aio.client import Client

from shared.embedded.nats import EmbeddedNats
from tests.integration.messaging.scene import Scene
from tests.support import servers
from tests.support.chassis_tables import chassis_tables_and
from tests.support.servers import DatabaseServer

CREATE_MARKS = "CREATE TABLE mark (id uuid PRIMARY KEY, version int NOT NULL, times int NOT NULL)"


@pytest.fixture
def broker_server(tmp_path: Path) -> Iterator[EmbeddedNats]:
    """A nats-server of the test's own, which it may stop and start."""
    with servers.nats_server(tmp_path) as server:
        yield server


@pytest.fixture
async def nats_client(broker_server: EmbeddedNats) -> AsyncIterator[Client]:
    """A connection of the test's own, with all rights."""
    client = await nats.connect(broker_server.url, max_reconnect_attempts=-1, reconnect_time_wait=0.1)
    try:
        yield client
    finally:
        await client.close()


@pytest.fixture
async def database_url(database_server: DatabaseServer) -> AsyncIterator[str]:
    """A fresh database, in which reactions leave marks."""
    async with database_server.database("marks", filled_by=chassis_tables_and(CREATE_MARKS)) as url:
        yield url


@pytest.fixture
async def scene(database_url: str, broker_server: EmbeddedNats) -> AsyncIterator[Callable[..., Awaitable[Scene]]]:
    """Makes contexts of services over the test's database and broker."""
    async with AsyncExitStack() as stack:

        async def make(service: str = "routing", **settings: object) -> Scene:
            made = await Scene.open(service, database_url=database_url, nats_url=broker_server.url, **settings)
            stack.push_async_callback(made.close)
            return made

        yield make
