"""Real servers for the messaging tests, and a database of its own with the chassis tables for each test."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import asyncpg
import nats
import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from nats.aio.client import Client
from sqlalchemy import Connection

from shared.db import chassis_v1
from shared.db.engine import Database
from shared.embedded.nats import EmbeddedNats
from shared.embedded.ports import free_port
from shared.embedded.postgres import EmbeddedPostgres
from shared.kernel.ids import new_id
from tests.integration.messaging.scene import Scene

CREATE_MARKS = "CREATE TABLE mark (id uuid PRIMARY KEY, version int NOT NULL, times int NOT NULL)"


@pytest.fixture(scope="session")
def servers() -> Iterator[tuple[EmbeddedPostgres, Path]]:
    """A PostgreSQL for the whole run of these tests, and a directory."""
    with tempfile.TemporaryDirectory(prefix="redress-messaging-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        server = EmbeddedPostgres(home, log=home / "postgres.log")
        server.start()
        try:
            yield server, home
        finally:
            server.stop()


@pytest.fixture
def broker_server(tmp_path: Path) -> Iterator[EmbeddedNats]:
    """A nats-server of the test's own, which it may stop and start."""
    server = EmbeddedNats(tmp_path, port=free_port(), log=tmp_path / "nats.log")
    server.start()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture
async def nats_client(broker_server: EmbeddedNats) -> AsyncIterator[Client]:
    """A connection of the test's own, with all rights."""
    client = await nats.connect(broker_server.url, max_reconnect_attempts=-1, reconnect_time_wait=0.1)
    try:
        yield client
    finally:
        await client.close()


def _chassis(sync: Connection) -> None:
    with Operations.context(MigrationContext.configure(sync)):
        chassis_v1.upgrade()


@pytest.fixture
async def database_url(servers: tuple[EmbeddedPostgres, Path]) -> AsyncIterator[str]:
    """A fresh database with the chassis tables and one table for effects."""
    server, _ = servers
    name = f"messaging_{new_id().hex}"
    admin = await asyncpg.connect(server.url())
    await admin.execute(f"CREATE DATABASE {name}")
    database = await Database.connect(server.url(name), application_name="test")
    async with database.engine.begin() as connection:
        await connection.run_sync(_chassis)
    await database.pool.execute(CREATE_MARKS)
    await database.close()
    try:
        yield server.url(name)
    finally:
        await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
        await admin.close()


@pytest.fixture
async def scene(database_url: str, broker_server: EmbeddedNats) -> AsyncIterator[Callable[..., Awaitable[Scene]]]:
    """Makes contexts of services over the test's database and broker."""
    async with AsyncExitStack() as stack:

        async def make(service: str = "routing", **settings: object) -> Scene:
            made = await Scene.open(service, database_url=database_url, nats_url=broker_server.url, **settings)
            stack.push_async_callback(made.close)
            return made

        yield make
        await asyncio.sleep(0)
