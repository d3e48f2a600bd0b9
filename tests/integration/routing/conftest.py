"""Routing on a real PostgreSQL, in a fresh database of its own for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.conftest import DatabaseFor
from tests.integration.routing.desk import Desk, open_desk


@pytest.fixture
async def desk(database_for: DatabaseFor, tmp_path: Path) -> AsyncIterator[Desk]:
    """Routing, open."""
    async with open_desk(await database_for("routing"), tmp_path) as opened:
        yield opened
