"""Each test of the suite runs over each service."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from shared.embedded.nats import EmbeddedNats
from tests.conformance.broker import Upstream
from tests.conformance.house import House
from tests.conformance.specimens import SPECIMENS, Specimen
from tests.conftest import DatabaseFor
from tests.support.application import NO_BROKER
from tests.support.servers import DatabaseServer


@pytest.fixture(scope="session", params=SPECIMENS, ids=str)
def specimen(request: pytest.FixtureRequest) -> Specimen:
    """A service, as the suite sees it."""
    found: Specimen = request.param
    return found


@pytest.fixture
async def house(
    specimen: Specimen, database_for: DatabaseFor, nats_server: EmbeddedNats, tmp_path: Path
) -> AsyncIterator[House]:
    """Its application on a fresh database, beside a broker."""
    url = await database_for(specimen.name)
    async with House.open(specimen.name, database_url=url, nats_url=nats_server.url, home=tmp_path) as opened:
        yield opened


@pytest.fixture(scope="session")
async def standing_house(
    specimen: Specimen, database_server: DatabaseServer, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[House]:
    """Its application on one database for all the tests after which every row is as before; no broker is asked."""
    home = tmp_path_factory.mktemp(specimen.name)
    async with (
        database_server.database(specimen.name) as url,
        House.open(specimen.name, database_url=url, nats_url=NO_BROKER, home=home) as opened,
    ):
        yield opened


@pytest.fixture
async def upstream(house: House, nats_server: EmbeddedNats) -> AsyncIterator[Upstream]:
    """The streams that it hears, on a broker without any stream yet."""
    async with Upstream.open(nats_server.url, house.service) as opened:
        await opened.clear()
        yield opened
