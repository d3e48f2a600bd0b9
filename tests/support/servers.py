"""Real servers for tests: one PostgreSQL a session, databases cloned from migrated templates, a NATS per module.

DATABASE_URL, when set, names a server that is used instead (a role that may create databases). NATS is always a
fresh one: the streams have fixed names.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy.engine import make_url

from shared.db.engine import dsn
from shared.db.migrate import upgrade
from shared.embedded.claim import Claim, InUse
from shared.embedded.nats import EmbeddedNats
from shared.embedded.ports import free_port
from shared.embedded.postgres import EmbeddedPostgres
from shared.kernel.ids import new_id
from shared.runtime.installation import load_service

ROOT = Path(__file__).resolve().parents[2]
_TEST_HOMES = ROOT / ".redress" / "test"
_MOST_SESSIONS = 32
_OURS = "redress_test_"
Fill = Callable[[str], Awaitable[None]]
"""Makes the tables in the empty database of a DATABASE_URL."""


@contextmanager
def session_home() -> Iterator[Path]:
    """A directory below .redress/test that no other test session uses now; its data is kept, so starting is quick."""
    for number in range(_MOST_SESSIONS):
        home = _TEST_HOMES / str(number)
        try:
            claim = Claim.take(home / "session.lock")
        except InUse:
            continue
        try:
            yield home
        finally:
            claim.release()
        return
    raise RuntimeError(f"{_MOST_SESSIONS} test sessions run at once in {_TEST_HOMES}")


@dataclass
class DatabaseServer:
    """A PostgreSQL on which tests make databases, by cloning a template: that takes some 50 ms on a quiet machine."""

    url: str
    """Of its maintenance database, as someone who may create databases."""
    _templates: dict[str, str] = field(default_factory=dict)

    def url_of(self, database: str) -> str:
        """The DATABASE_URL of a database on it."""
        return make_url(self.url).set(database=database).render_as_string(hide_password=False)

    @asynccontextmanager
    async def database(self, what: str | None = None, *, filled_by: Fill | None = None) -> AsyncIterator[str]:
        """A fresh database, dropped afterwards; gives its DATABASE_URL.

        `what` names a service, whose migrations made the template, or what `filled_by` makes; without it: empty.
        """
        template = await self._template(what, filled_by or _migrations_of(what)) if what is not None else "template1"
        name = _new_name(what or "empty")
        # Copying files instead (STRATEGY file_copy) was measured: its checkpoints make it slower here, and drops too.
        await self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY wal_log')
        try:
            yield self.url_of(name)
        finally:
            await self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    async def execute(self, statement: str) -> None:
        """Run a statement on the maintenance database."""
        connection = await self._connect()
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    async def sweep(self) -> None:
        """Drop what this session made, and on an embedded server what a killed one left."""
        connection = await self._connect()
        try:
            embedded = make_url(self.url).query.get("host") is not None
            rows = await connection.fetch("SELECT datname FROM pg_database WHERE starts_with(datname, $1)", _OURS)
            for row in rows:
                if embedded or row["datname"] in self._templates.values():
                    await connection.execute(f'DROP DATABASE IF EXISTS "{row["datname"]}" WITH (FORCE)')
        finally:
            await connection.close()
        self._templates.clear()

    async def _template(self, what: str, fill: Fill) -> str:
        """The database that is cloned, made when it is first asked for."""
        if what not in self._templates:
            name = _new_name(f"template_{what}")
            await self.execute(f'CREATE DATABASE "{name}"')
            await fill(self.url_of(name))
            self._templates[what] = name
        return self._templates[what]

    async def _connect(self) -> asyncpg.Connection[Any]:
        connection: asyncpg.Connection[Any] = await asyncpg.connect(dsn(self.url), timeout=10)
        return connection


def _migrations_of(service: str) -> Fill:
    """What makes a service's tables when it is really migrated."""

    async def migrate(url: str) -> None:
        descriptor = load_service(service)
        await upgrade(url, descriptor.migrations, descriptor.metadata)

    return migrate


def _new_name(what: str) -> str:
    return f"{_OURS}{what}_{new_id().hex[-12:]}"


@contextmanager
def database_server(home: Path) -> Iterator[DatabaseServer]:
    """The server that DATABASE_URL names, or an embedded one over `home`."""
    given = os.environ.get("DATABASE_URL")
    if given:
        yield DatabaseServer(given)
        return
    embedded = EmbeddedPostgres(home, log=home / "postgres.log")
    embedded.start()
    try:
        yield DatabaseServer(embedded.url())
    finally:
        embedded.stop()


@contextmanager
def nats_server(home: Path) -> Iterator[EmbeddedNats]:
    """A nats-server with an empty store, on a free port."""
    server = EmbeddedNats(home, port=free_port(), log=home / "nats.log")
    server.start()
    try:
        yield server
    finally:
        server.stop()
