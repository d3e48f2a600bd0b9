"""A real PostgreSQL for routing's tests, and a migrated database of its own for each test."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest

from services.routing.service import SERVICE
from shared.db import migrate
from shared.embedded.postgres import EmbeddedPostgres
from shared.kernel.ids import new_id
from tests.integration.routing.desk import Desk, open_desk


@pytest.fixture(scope="session")
def postgres() -> Iterator[EmbeddedPostgres]:
    """One server for the run of these tests."""
    with tempfile.TemporaryDirectory(prefix="redress-routing-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        server = EmbeddedPostgres(home, log=home / "postgres.log")
        server.start()
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture
async def database_url(postgres: EmbeddedPostgres) -> AsyncIterator[str]:
    """A fresh database, made by the real migrations."""
    name = f"routing_{new_id().hex}"
    admin = await asyncpg.connect(postgres.url())
    await admin.execute(f"CREATE DATABASE {name}")
    await migrate.upgrade(postgres.url(name), SERVICE.migrations, SERVICE.metadata)
    try:
        yield postgres.url(name)
    finally:
        await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
        await admin.close()


@pytest.fixture
async def desk(database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    """Routing on that database."""
    async with open_desk(database_url, tmp_path) as opened:
        yield opened
