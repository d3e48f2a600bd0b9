"""The ground that benchmarks stand on: real servers in a directory of their own, fsync on, services as processes."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import asyncpg

from shared.db import migrate
from shared.embedded.keys import DevelopmentKeys, make_keys
from shared.embedded.nats import EmbeddedNats
from shared.embedded.postgres import EmbeddedPostgres
from shared.http.issuer import TokenIssuer
from shared.http.roles import Role
from shared.runtime.installation import load_service
from tests.bench.processes import Process, free_port


class Suite:
    """Servers that run, databases that are migrated, and the environment of each service."""

    def __init__(self, home: Path, postgres: EmbeddedPostgres, nats: EmbeddedNats, keys: DevelopmentKeys) -> None:
        self._home = home
        self._postgres = postgres
        self._keys = keys
        self._ports: dict[str, int] = {}
        self.nats_url = nats.url
        self.nats_pid = nats.child.pid

    def database_url(self, service: str) -> str:
        """The DATABASE_URL of a service's database."""
        return self._postgres.url(f"redress_{service}")

    def log(self, name: str) -> Path:
        """Where a process writes."""
        return self._home / f"{name}.log"

    def port(self, service: str) -> int:
        """The port of a service's API; the same for the whole run."""
        return self._ports.setdefault(service, free_port())

    def free_port(self) -> int:
        """A port for something else."""
        return free_port()

    def env(self, service: str) -> dict[str, str]:
        """The settings of a service's processes."""
        names = ("intake", "routing", "followup", "recognition")
        return {
            "DATABASE_URL": self.database_url(service),
            "NATS_URL": self.nats_url,
            "REDRESS_ENVIRONMENT": "development",
            "REDRESS_NATS_DECLARES_STREAMS": "true",
            "REDRESS_PORT": str(self.port(service)),
            "REDRESS_WORKER_PORT": str(self.port(f"{service} worker")),
            "REDRESS_JWKS_FILE": str(self._keys.jwks),
            "REDRESS_SIGNING_KEY_FILE": str(self._keys.signing),
            "REDRESS_LINK_KEY": self._keys.link_key(),
            "REDRESS_MAIL_DIR": str(self._home / "mail"),
            "REDRESS_LOG_LEVEL": "WARNING",
            **{f"REDRESS_{name.upper()}_URL": f"http://127.0.0.1:{self.port(name)}" for name in names},
        }

    @contextmanager
    def environment(self, service: str) -> Iterator[None]:
        """The same as this process's own environment, for the length of a block."""
        with patch.dict(os.environ, self.env(service)):
            yield

    def token(self) -> str:
        """An administrator's token."""
        issuer = TokenIssuer.from_file(self._keys.signing, issuer="redress", audience="redress")
        return issuer.mint(subject="bench", roles=[Role.ADMIN.value], lifetime=timedelta(hours=2))

    async def migrate(self, service: str) -> None:
        """Make and migrate the database of a service."""
        await self.another(service, f"redress_{service}")

    async def another(self, service: str, name: str) -> str:
        """Make and migrate a database as a service has it, under a name of its own; its DATABASE_URL."""
        connection = await asyncpg.connect(self._postgres.url("postgres"))
        try:
            await connection.execute(f"CREATE DATABASE {name}")
        finally:
            await connection.close()
        found = load_service(service)
        await migrate.upgrade(self._postgres.url(name), found.migrations, found.metadata)
        return self._postgres.url(name)

    async def give(self, setting: str, value: str) -> None:
        """Give PostgreSQL a setting that it takes at its start, and start it again."""
        connection = await asyncpg.connect(self._postgres.url("postgres"))
        try:
            await connection.execute(f"ALTER SYSTEM SET {setting} = '{value}'")
        finally:
            await connection.close()
        await asyncio.to_thread(self._postgres.stop)
        await asyncio.to_thread(self._postgres.start)

    async def start_api(self, service: str) -> Process:
        """A service's API, ready."""
        process = Process(f"services.{service}", "api", env=self.env(service), log=self.log(f"{service}-api"))
        await process.answers(f"http://127.0.0.1:{self.port(service)}/readyz")
        return process

    async def start_worker(self, service: str) -> Process:
        """A service's worker, ready."""
        process = Process(f"services.{service}", "worker", env=self.env(service), log=self.log(f"{service}-worker"))
        await process.answers(f"http://127.0.0.1:{self.port(f'{service} worker')}/readyz")
        return process


@asynccontextmanager
async def open_suite(*services: str) -> AsyncIterator[Suite]:
    """Servers and migrated databases for these services; all gone afterwards."""
    # In /var/tmp: a real disk, so that fsync costs what it costs.
    with tempfile.TemporaryDirectory(prefix="redress-bench-", dir="/var/tmp") as folder:
        home = Path(folder)
        home.chmod(0o755)
        postgres = EmbeddedPostgres(home, log=home / "postgres.log")
        nats = EmbeddedNats(home, port=free_port(), log=home / "nats.log")
        await asyncio.to_thread(postgres.start)
        await asyncio.to_thread(nats.start)
        try:
            suite = Suite(home, postgres, nats, make_keys(home / "keys"))
            for service in services:
                await suite.migrate(service)
            yield suite
        finally:
            nats.stop()
            postgres.stop()
