"""Followup on a real PostgreSQL, in a fresh database of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.conftest import DatabaseFor
from tests.integration.followup.world import World


@pytest.fixture
async def database_url(database_for: DatabaseFor) -> str:
    """A fresh database, made by the real migrations."""
    return await database_for("followup")


@pytest.fixture
async def world(database_url: str, tmp_path: Path) -> AsyncIterator[World]:
    """Followup with its mail in a folder."""
    async with World.open(database_url=database_url, home=tmp_path) as made:
        yield made
