"""A real PostgreSQL with followup's migrations, and followup on it."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest

from services.followup.service import SERVICE
from shared.db.migrate import upgrade
from shared.embedded.postgres import EmbeddedPostgres
from shared.kernel.ids import new_id
from tests.integration.followup.world import World


@pytest.fixture(scope="session")
def followup_server() -> Iterator[EmbeddedPostgres]:
    """A PostgreSQL for the whole run of these tests."""
    with tempfile.TemporaryDirectory(prefix="redress-followup-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        server = EmbeddedPostgres(home, log=home / "postgres.log")
        server.start()
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="session")
async def template(followup_server: EmbeddedPostgres) -> str:
    """A database made by the real migrations, which each test gets a copy of."""
    name = "followup_template"
    admin = await asyncpg.connect(followup_server.url())
    await admin.execute(f"CREATE DATABASE {name}")
    await admin.close()
    await upgrade(followup_server.url(name), SERVICE.migrations, SERVICE.metadata)
    return name


@pytest.fixture
async def database_url(followup_server: EmbeddedPostgres, template: str) -> AsyncIterator[str]:
    """A fresh database."""
    name = f"followup_{new_id().hex}"
    admin = await asyncpg.connect(followup_server.url())
    await admin.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    try:
        yield followup_server.url(name)
    finally:
        await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
        await admin.close()


@pytest.fixture
async def world(database_url: str, tmp_path: Path) -> AsyncIterator[World]:
    """Followup with its mail in a folder."""
    async with World.open(database_url=database_url, home=tmp_path) as made:
        yield made
