"""The PostgreSQL and NATS of a run: the embedded ones, or those that DATABASE_URL and NATS_URL name."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

import asyncpg
from sqlalchemy.exc import ArgumentError

from shared.embedded.nats import EmbeddedNats
from shared.embedded.postgres import EmbeddedPostgres
from shared.embedded.trouble import Trouble
from shared.runtime.databases import ensure_database
from shared.runtime.installation import SERVICES, Installation
from shared.runtime.plan import Plan
from shared.runtime.progress import step


@dataclass(slots=True)
class Servers:
    """What a run stands on, and the addresses that its services get."""

    postgres: EmbeddedPostgres | None
    nats: EmbeddedNats | None
    database_urls: dict[str, str] = field(default_factory=dict)
    nats_url: str = ""

    @classmethod
    def of(cls, plan: Plan, installation: Installation) -> Self:
        """The servers of a plan, none of them started yet. Raises Trouble when this machine can't run them."""
        postgres = nats = None
        if plan.database_url is None:
            postgres = EmbeddedPostgres(installation.home, log=installation.logs / "postgres.log")
        if plan.nats_url is None:
            nats = EmbeddedNats(installation.home, port=plan.nats_port, log=installation.logs / "nats.log")
        return cls(postgres, nats)

    def start(self, plan: Plan) -> None:
        """Start the embedded ones and make the databases. Raises Trouble."""
        if self.postgres is not None:
            with step("PostgreSQL (the first time takes longer)"):
                self.postgres.start()
        if self.nats is not None:
            with step("NATS with JetStream"):
                self.nats.start()
        self.nats_url = self.nats.url if self.nats is not None else plan.nats_url or ""
        with step("Databases"):
            self.database_urls = dict(asyncio.run(self._databases(plan)))

    def stop(self) -> None:
        """Stop the embedded ones."""
        for server in (self.nats, self.postgres):
            if server is not None:
                server.stop()

    async def _databases(self, plan: Plan) -> Mapping[str, str]:
        server = self.postgres.url() if self.postgres is not None else plan.database_url or ""
        own_role = self.postgres is not None
        try:
            return {name: await ensure_database(server, name, own_role=own_role) for name in SERVICES}
        except ArgumentError as error:
            raise Trouble(
                "DATABASE_URL is no URL; it looks like postgresql://user:password@host:5432/postgres"
            ) from error
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            raise Trouble(f"The PostgreSQL that DATABASE_URL names can't be used: {error}") from error
