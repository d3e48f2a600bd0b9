"""A service in a test: its real application on a real database, and its worker on a real broker."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, Self
from unittest.mock import patch

import asyncpg
import httpx

from shared.db.engine import dsn
from shared.embedded.keys import make_keys
from shared.http.app import build_app
from shared.http.edge import Edge
from shared.http.issuer import TokenIssuer
from shared.http.roles import Role
from shared.messaging.context import Context
from shared.messaging.wakeup import Wakeup
from shared.messaging.worker import Worker
from shared.runtime.context import open_context
from shared.runtime.installation import load_service
from shared.runtime.service import Service
from tests.support.waiting import PATIENCE_SECONDS, until

_TABLES = """
SELECT table_name FROM information_schema.tables
WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> 'alembic_version' ORDER BY 1
"""

_DRAINED = """
SELECT NOT EXISTS (
    SELECT FROM outbox
    WHERE published_at IS NULL OR (subject = ANY($1::text[]) AND id NOT IN (SELECT event_id FROM inbox))
)
"""
FROM_OTHERS = "event_id NOT IN (SELECT id FROM outbox)"
"""What of the inbox others said; a service may listen to itself."""


class House:
    """One service under test."""

    def __init__(self, service: Service, home: Path, environment: Mapping[str, str]) -> None:
        self.service = service
        self.environment = environment
        self._issuer = TokenIssuer.from_file(home / "keys" / "signing.json", issuer="redress", audience="redress")
        self.app: Edge
        self.client: httpx.AsyncClient
        self.context: Context
        self.database: asyncpg.Connection[Any]

    @classmethod
    @asynccontextmanager
    async def open(cls, service: str, *, database_url: str, nats_url: str, home: Path) -> AsyncIterator[Self]:
        """The application, opened; its worker runs only inside `working()`."""
        environment = environment_of(database_url=database_url, nats_url=nats_url, home=home)
        house = cls(load_service(service), home, environment)
        async with AsyncExitStack() as stack:
            settings = house.settings()
            app = build_app(house.service, lambda: open_context(house.service, settings, application_name="test"))
            house.app = app
            await stack.enter_async_context(app.app.router.lifespan_context(app.app))
            house.context = app.state.context
            transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
            house.client = await stack.enter_async_context(
                httpx.AsyncClient(transport=transport, base_url="http://test")
            )
            house.database = await asyncpg.connect(dsn(database_url))
            stack.push_async_callback(house.database.close)
            yield house

    @cached_property
    def openapi(self) -> dict[str, Any]:
        """Its OpenAPI document, made when first asked for: that takes longer than starting the application."""
        return self.app.openapi()

    def settings(self) -> Any:
        """The service's settings as its processes would read them."""
        with patch.dict(os.environ, self.environment):
            return self.service.settings()

    def token(self, *roles: Role, scopes: list[str] | None = None, **who: Any) -> str:
        """A token; without a role an administrator's."""
        held = [role.value for role in roles or (Role.ADMIN,)]
        subject = who.pop("subject", "conformance")
        return self._issuer.mint(
            subject=subject, roles=held if scopes is None else [], scopes=scopes, lifetime=timedelta(hours=1), **who
        )

    def bearer(self, *roles: Role, **who: Any) -> dict[str, str]:
        """The header of such a token."""
        return {"authorization": f"Bearer {self.token(*roles, **who)}"}

    async def post(self, path: str, body: Any, **headers: str) -> httpx.Response:
        """POST as an administrator."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.client.post(path, json=body, headers=self.bearer() | named)

    async def get(self, path: str, **headers: str) -> httpx.Response:
        """GET as an administrator."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.client.get(path, headers=self.bearer() | named)

    async def dump(self, *but: str) -> dict[str, str]:
        """Every table as text, rows in order: equal dumps are equal databases."""
        tables = [row[0] for row in await self.database.fetch(_TABLES) if row[0] not in but]
        # Rows of the outbox are compared without the moment at which the relay marked them.
        shown = {"outbox": "(id, subject, body, created_at)"}
        return {
            table: await self.database.fetchval(
                f"SELECT coalesce(string_agg(line, E'\\n' ORDER BY line), '') "
                f'FROM (SELECT {shown.get(table, "t")}::text AS line FROM "{table}" t) AS lines'
            )
            for table in tables
        }

    async def count(self, table: str, where: str = "true") -> int:
        """How many rows a table has."""
        return int(await self.database.fetchval(f'SELECT count(*) FROM "{table}" WHERE {where}'))

    @asynccontextmanager
    async def working(self) -> AsyncIterator[Worker]:
        """The service's worker, running."""
        wakeup = Wakeup(self.context.database.dsn, application_name="test wakeup")
        worker = Worker(self.service, self.context, wakeup=wakeup)
        stop = asyncio.Event()
        running = asyncio.create_task(worker.run(stop))
        try:
            yield worker
        finally:
            stop.set()
            await running
            await wakeup.close()

    async def drained(self, *, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until no event waits in the outbox, and what the service says to itself was heard by it."""
        await until(self._is_drained, seconds=seconds)

    async def _is_drained(self) -> bool:
        own = [one.event.subject() for one in self.service.subscriptions if one.event.producer == self.service.name]
        return bool(await self.database.fetchval(_DRAINED, own))


def environment_of(*, database_url: str, nats_url: str, home: Path) -> dict[str, str]:
    """The settings of a service's processes, with keys of their own in `home`."""
    keys = make_keys(home / "keys")
    return {
        "DATABASE_URL": database_url,
        "NATS_URL": nats_url,
        "REDRESS_ENVIRONMENT": "development",
        "REDRESS_NATS_DECLARES_STREAMS": "true",
        "REDRESS_JWKS_FILE": str(keys.jwks),
        "REDRESS_SIGNING_KEY_FILE": str(keys.signing),
        "REDRESS_LINK_KEY": keys.link_key(),
        "REDRESS_MAIL_DIR": str(home / "mail"),
        "REDRESS_LOG_LEVEL": "ERROR",
        "REDRESS_POOL_SIZE": "6",
    }
