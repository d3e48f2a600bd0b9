"""A Chromium, and intake on a real port for it."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
import uvicorn
from playwright.async_api import Browser, async_playwright

from services.intake.gateways import open_gateways
from services.intake.service import SERVICE
from services.intake.settings import IntakeSettings
from shared.http.app import build_app
from shared.http.client import HttpClient
from shared.messaging.context import Context
from shared.runtime.context import open_context
from tests.browser.customers import RASA
from tests.browser.phone import Phone
from tests.integration.intake.desk import Desk
from tests.integration.intake.post_office import Directory
from tests.support.application import issuer_of, keys_for, settings_of
from tests.support.servers import DatabaseServer

SCREENSHOTS = Path(__file__).resolve().parents[2] / ".redress" / "screenshots"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """The machine's own Chromium, or the one that REDRESS_CHROMIUM names; without one these tests fail."""
    found = os.environ.get("REDRESS_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    assert found, "no Chromium on the PATH (on Debian and Ubuntu: apt install chromium); or set REDRESS_CHROMIUM"
    async with async_playwright() as playwright:
        # Tests run as root in containers, where Chromium's own sandbox is not available.
        started = await playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield started
        await started.close()


@pytest.fixture(scope="session")
async def desk(database_server: DatabaseServer, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Desk]:
    """Intake on a port of its own; its links name that port. Routing knows Rasa, and nobody else."""
    home = tmp_path_factory.mktemp("browser")
    keys = keys_for(home)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        async with database_server.database("intake") as url:
            settings = settings_of(IntakeSettings, keys, database_url=url, public_url=address)
            routing = httpx.ASGITransport(Directory({RASA["id"]: RASA}).app())

            @asynccontextmanager
            async def context() -> AsyncIterator[Context]:
                async with (
                    open_context(SERVICE, settings, application_name="test browser") as opened,
                    HttpClient(settings, transport=routing) as client,
                ):
                    yield replace(opened, gateways=open_gateways(settings, client))

            app = build_app(SERVICE, context)
            server = uvicorn.Server(uvicorn.Config(app, log_config=None))
            serving = asyncio.create_task(server.serve(sockets=[listener]))
            while not server.started:
                await asyncio.sleep(0)
            try:
                yield Desk(app, app.state.context, issuer_of(keys))
            finally:
                server.should_exit = True
                await serving


@pytest.fixture
async def phone(browser: Browser) -> AsyncIterator[Phone]:
    """A small phone with scripts switched off, as the customer holds it."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    async with Phone.switched_on(browser, SCREENSHOTS) as one:
        yield one
