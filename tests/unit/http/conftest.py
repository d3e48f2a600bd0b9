"""A signing key, its JWKS, settings, and a tiny application behind the real edge."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from shared.http.app import build_app
from shared.http.issuer import TokenIssuer, generate_signing_key
from shared.kernel.clock import SystemClock
from shared.observability.logs import configure_logs
from shared.settings import Environment, Settings
from tests.unit.http.tiny_service import TinyService


@pytest.fixture(scope="session", autouse=True)
def _logs() -> None:
    """As in production: the default renderer spends seconds on a traceback."""
    configure_logs(service="tiny", json=True)


@pytest.fixture(scope="session")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("keys") / "signing.json"
    path.write_bytes(generate_signing_key())
    return path


@pytest.fixture(scope="session")
def issuer(key_file: Path) -> TokenIssuer:
    return TokenIssuer.from_file(key_file, issuer="redress", audience="redress")


@pytest.fixture(scope="session")
def settings(key_file: Path, issuer: TokenIssuer) -> Settings:
    jwks = key_file.with_name("jwks.json")
    jwks.write_bytes(issuer.jwks())
    return Settings(
        environment=Environment.DEVELOPMENT,
        database_url=SecretStr("postgresql://nobody@127.0.0.1:1/none"),
        nats_url="nats://127.0.0.1:1",
        link_key=SecretStr("k1:" + base64.b64encode(b"0" * 32).decode()),
        jwks_file=jwks,
        max_body_bytes=2048,
        log_level="WARNING",
    )


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

    @asynccontextmanager
    async def open_context() -> AsyncIterator[Any]:
        yield context

    app = build_app(TinyService(), open_context)
    async with app.app.router.lifespan_context(app.app):
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
