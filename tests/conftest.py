"""Fixtures that every test may use: real servers, fresh databases, and the whole suite running."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from shared.embedded.nats import EmbeddedNats
from tests.support import servers
from tests.support.distribution import Distribution, check_places
from tests.support.servers import DatabaseServer
from tests.support.suite import Suite, running

DatabaseFor = Callable[[str], Awaitable[str]]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Distribution:
    """How tests are dealt out to several workers."""
    return Distribution(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that would start the suite a second time is refused."""
    check_places(items)


@pytest.fixture(scope="session")
def test_home() -> Iterator[Path]:
    """This session's directory below .redress/test."""
    with servers.session_home() as home:
        yield home


@pytest.fixture(scope="session")
async def database_server(test_home: Path) -> AsyncIterator[DatabaseServer]:
    """One PostgreSQL for the whole session."""
    with servers.database_server(test_home) as server:
        await server.sweep()
        yield server
        await server.sweep()


@pytest.fixture
async def database_for(database_server: DatabaseServer) -> AsyncIterator[DatabaseFor]:
    """`await database_for("intake")`: the DATABASE_URL of a fresh, migrated database, dropped after the test."""
    async with AsyncExitStack() as stack:

        async def make(service: str) -> str:
            return await stack.enter_async_context(database_server.database(service))

        yield make


@pytest.fixture
async def empty_database(database_server: DatabaseServer) -> AsyncIterator[str]:
    """The DATABASE_URL of a fresh database without a table."""
    async with database_server.database() as url:
        yield url


@pytest.fixture(scope="module")
def nats_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedNats]:
    """A nats-server of the module's own, empty: its `.url` is a NATS_URL."""
    with servers.nats_server(tmp_path_factory.mktemp("nats")) as server:
        yield server


@pytest.fixture(scope="session")
def running_suite(test_home: Path) -> Iterator[Suite]:
    """The four services and the real servers, as `redress up` starts them: urls, tokens, clock."""
    with running(test_home / "suite") as suite:
        yield suite
