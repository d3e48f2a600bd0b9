"""A real PostgreSQL for recognition's tests, with its tables made by the real migrations."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest

from services.recognition.service import SERVICE
from shared.db import migrate
from shared.embedded.postgres import EmbeddedPostgres
from shared.kernel.ids import new_id
from tests.integration.recognition.hall import Hall


@pytest.fixture(scope="session")
def recognition_server() -> Iterator[EmbeddedPostgres]:
    """One server for the run of these tests."""
    with tempfile.TemporaryDirectory(prefix="redress-recognition-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        server = EmbeddedPostgres(home, log=home / "postgres.log")
        server.start()
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="session")
def recognition_url(recognition_server: EmbeddedPostgres) -> str:
    """One migrated database for all tests: each uses staff of its own, so none needs it empty."""
    name = f"recognition_{new_id().hex}"

    async def make() -> None:
        admin = await asyncpg.connect(recognition_server.url())
        await admin.execute(f"CREATE DATABASE {name}")
        await admin.close()
        await migrate.upgrade(recognition_server.url(name), SERVICE.migrations, SERVICE.metadata)

    with asyncio.Runner() as runner:
        runner.run(make())
    return recognition_server.url(name)


@pytest.fixture
async def hall(recognition_url: str) -> AsyncIterator[Hall]:
    """Recognition on that database, without HTTP and NATS."""
    opened = await Hall.open(recognition_url)
    try:
        yield opened
    finally:
        await opened.close()
