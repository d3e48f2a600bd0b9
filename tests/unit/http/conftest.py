"""A signing key, its JWKS, settings, and a tiny application behind the real edge."""

from __future__ import annotations

from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from shared.embedded.keys import DevelopmentKeys
from shared.http.issuer import TokenIssuer
from shared.kernel.clock import SystemClock
from shared.observability.logs import configure_logs
from shared.settings import Settings
from tests.support.application import issuer_of, keys_for, opened, settings_of
from tests.unit.http.tiny_service import TinyService


@pytest.fixture(scope="session", autouse=True)
def _logs() -> None:
    """As in production: the default renderer spends seconds on a traceback."""
    configure_logs(service="tiny", json=True)


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> DevelopmentKeys:
    return keys_for(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def issuer(keys: DevelopmentKeys) -> TokenIssuer:
    return issuer_of(keys)


@pytest.fixture(scope="session")
def settings(keys: DevelopmentKeys) -> Settings:
    return settings_of(Settings, keys, database_url="postgresql://nobody@127.0.0.1:1/none", max_body_bytes=2048)


@pytest.fixture
async def tiny(settings: Settings) -> AsyncIterator[Any]:
    """The application: routes that need no database, behind the real edge."""
    context = SimpleNamespace(
        common=settings,
        settings=settings,
        clock=SystemClock(),
        database=None,
        transactions=SimpleNamespace(wakeup=None),
    )

    async with opened(TinyService(), context) as app:
        yield app


@pytest.fixture
async def client(tiny: Any, issuer: TokenIssuer) -> AsyncIterator[httpx.AsyncClient]:
    """A caller who may read and write complaints."""
    token = issuer.mint(subject="crm", scopes=["complaints:read", "complaints:write"])
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(tiny),
        base_url="http://tiny",
        headers={"authorization": f"Bearer {token}"},
    ) as found:
        yield found
