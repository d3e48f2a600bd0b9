"""A service with one table, on a real database, behind the real edge."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from pydantic import SecretStr
from sqlalchemy import Connection

from shared.db import chassis_v1
from shared.db.engine import Database
from shared.http.app import build_app
from shared.http.edge import Edge
from shared.http.issuer import TokenIssuer, generate_signing_key
from shared.http.links import Links
from shared.kernel.clock import SystemClock
from shared.messaging.context import Context
from shared.messaging.transaction import Transactions
from shared.settings import Environment, Settings
from tests.integration.http.shelf import CREATE, ShelfService


class Signals:
    """Counts how often the relay was woken."""

    count = 0

    def signal(self) -> None:
        self.count += 1


@pytest.fixture(scope="session")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> TokenIssuer:
    path = tmp_path_factory.mktemp("keys") / "signing.json"
    path.write_bytes(generate_signing_key())
    return TokenIssuer.from_file(path, issuer="redress", audience="redress")


def _chassis(sync: Connection) -> None:
    with Operations.context(MigrationContext.configure(sync)):
        chassis_v1.upgrade()


@pytest.fixture
async def database(empty_database: str) -> AsyncIterator[Database]:
    found = await Database.connect(empty_database, application_name="test", pool_size=4)
    async with found.engine.begin() as connection:
        await connection.run_sync(_chassis)
    for statement in CREATE:
        await found.pool.execute(statement)
    yield found
    await found.close()


@pytest.fixture
async def shelf(database: Database, issuer: TokenIssuer, tmp_path: Path) -> AsyncIterator[Edge]:
    (tmp_path / "jwks.json").write_bytes(issuer.jwks())
    settings = Settings(
        environment=Environment.DEVELOPMENT,
        database_url=SecretStr(database.dsn),
        nats_url="nats://127.0.0.1:1",
        link_key=SecretStr("k1:" + base64.b64encode(b"0" * 32).decode()),
        jwks_file=tmp_path / "jwks.json",
        log_level="WARNING",
    )
    context = Context(
        service="shelf",
        settings=settings,
        clock=SystemClock(),
        database=database,
        transactions=Transactions(database.engine, Signals()),
        gateways=None,
        links=Links(settings.link_key),
    )

    @asynccontextmanager
    async def open_context() -> AsyncIterator[Context]:
        yield context

    app = build_app(ShelfService(tmp_path), open_context)
    async with app.app.router.lifespan_context(app.app):
        yield app


@pytest.fixture
async def client(shelf: Edge, issuer: TokenIssuer) -> AsyncIterator[httpx.AsyncClient]:
    token = issuer.mint(subject="crm", scopes=["complaints:read", "complaints:write", "ops:read", "ops:write"])
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(shelf),
        base_url="http://shelf",
        headers={"authorization": f"Bearer {token}"},
    ) as found:
        yield found
