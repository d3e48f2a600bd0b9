"""Opens and closes what one process of a service holds."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from shared.db.engine import Database
from shared.http.client import HttpClient
from shared.http.links import Links
from shared.kernel.clock import Clock, FileClock, SystemClock
from shared.messaging.context import Context
from shared.messaging.transaction import Transactions
from shared.messaging.wakeup import Wakeup
from shared.runtime.service import Service
from shared.settings import Settings


def clock_of(settings: Settings) -> Clock:
    """The machine's clock, or in development the one that can be moved (SU-8)."""
    return SystemClock() if settings.clock_file is None else FileClock(settings.clock_file)


@asynccontextmanager
async def open_context(
    service: Service, settings: Settings, *, application_name: str, wakeup: Wakeup | None = None
) -> AsyncIterator[Context]:
    """The context of one process: opened in order, closed in reverse.

    `application_name` is how PostgreSQL shows its sessions; a `wakeup` that is handed in is its owner's to close.
    Raises OSError or asyncpg.PostgresError when the database does not answer.
    """
    async with AsyncExitStack() as stack:
        database = await Database.connect(
            settings.database_url.get_secret_value(),
            application_name=application_name,
            pool_size=settings.pool_size,
        )
        stack.push_async_callback(database.close)
        if wakeup is None:
            wakeup = Wakeup(database.dsn, application_name=f"{application_name} wakeup")
            stack.push_async_callback(wakeup.close)
        client = await stack.enter_async_context(
            HttpClient.of(settings, service=service.name, scopes=service.client_scopes)
        )
        yield Context(
            service=service.name,
            settings=settings,
            clock=clock_of(settings),
            database=database,
            transactions=Transactions(database.engine, wakeup),
            gateways=service.gateways(settings, client),
            links=Links(settings.link_key),
        )
