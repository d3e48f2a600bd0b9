"""A service with one table, on a real database, behind the real edge."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from shared.db.engine import Database
from shared.embedded.keys import DevelopmentKeys
from shared.http.edge import Edge
from shared.http.issuer import TokenIssuer
from shared.http.links import Links
from shared.kernel.clock import SystemClock
from shared.messaging.context import Context
from shared.messaging.transaction import Transactions
from shared.settings import Settings
from tests.integration.http.shelf import CREATE, ShelfService
from tests.support.application import issuer_of, keys_for, opened, settings_of
from tests.support.chassis_tables import chassis_tables_and
from tests.support.servers import DatabaseServer


class Signals:
    """Counts how often the relay was woken."""

    count = 0

    def signal(self) -> None:
        self.count += 1


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> DevelopmentKeys:
    return keys_for(tmp_path_factory.mktemp("shelf"))


@pytest.fixture(scope="session")
def issuer(keys: DevelopmentKeys) -> TokenIssuer:
    return issuer_of(keys)


@pytest.fixture
async def database(database_server: DatabaseServer) -> AsyncIterator[Database]:
    async with database_server.database("shelf", filled_by=chassis_tables_and(*CREATE)) as url:
        found = await Database.connect(url, application_name="test", pool_size=4)
        yield found
        await found.close()


@pytest.fixture
async def shelf(database: Database, keys: DevelopmentKeys, tmp_path: Path) -> AsyncIterator[Edge]:
    settings = settings_of(Settings, keys, database_url=database.dsn)
    context = Context(
        service="shelf",
        settings=settings,
        clock=SystemClock(),
        database=database,
        transactions=Transactions(database.engine, Signals()),
        gateways=None,
        links=Links(settings.link_key),
    )
    async with opened(ShelfService(tmp_path), context) as app:
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
