"""Intake's application on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from services.intake.service import SERVICE
from services.intake.settings import IntakeSettings
from shared.http.app import build_app
from shared.messaging.context import Context
from shared.runtime.context import open_context
from tests.conftest import DatabaseFor
from tests.integration.intake.desk import Desk
from tests.integration.intake.post_office import PostOffice
from tests.support.application import issuer_of, keys_for, settings_of
from tests.support.servers import DatabaseServer


@pytest.fixture(scope="session")
async def desk(database_server: DatabaseServer, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Desk]:
    """Intake, open, on one database for all tests: each records complaints of its own, so none needs it empty."""
    home = tmp_path_factory.mktemp("intake")
    keys = keys_for(home)
    async with database_server.database("intake") as url:
        settings = settings_of(IntakeSettings, keys, database_url=url, attachments_dir=home / "attachments")

        def context() -> AbstractAsyncContextManager[Context]:
            return open_context(SERVICE, settings, application_name="test intake")

        app = build_app(SERVICE, context)
        async with app.app.router.lifespan_context(app.app):
            yield Desk(app, app.state.context, issuer_of(keys))


@pytest.fixture(scope="session")
async def own_url(database_server: DatabaseServer) -> AsyncIterator[str]:
    """A second database, for properties that run in an event loop of their own."""
    async with database_server.database("intake") as url:
        yield url


@pytest.fixture
async def post_office(database_for: DatabaseFor, tmp_path: Path) -> AsyncIterator[PostOffice]:
    """Intake with its mail, on a fresh database: what falls due is counted."""
    async with PostOffice.open(database_url=await database_for("intake"), home=tmp_path) as made:
        yield made
