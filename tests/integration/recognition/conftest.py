"""Recognition on a real database, with and without its HTTP door."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from tests.integration.recognition.front import Front, open_front
from tests.integration.recognition.hall import Hall
from tests.support.servers import DatabaseServer


@pytest.fixture(scope="session")
async def recognition_url(database_server: DatabaseServer) -> AsyncIterator[str]:
    """One migrated database for all tests: each uses staff of its own, so none needs it empty."""
    async with database_server.database("recognition") as url:
        name = make_url(url).database
        # Thousands of small commits, and none of these tests pulls the plug.
        await database_server.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
        yield url


@pytest.fixture
async def hall(recognition_url: str) -> AsyncIterator[Hall]:
    """Its reactions and commands, without HTTP and NATS."""
    opened = await Hall.open(recognition_url)
    try:
        yield opened
    finally:
        await opened.close()


@pytest.fixture
async def front(hall: Hall, tmp_path: Path) -> AsyncIterator[Front]:
    """Its HTTP door on the same database."""
    async with open_front(hall, tmp_path) as opened:
        yield opened
