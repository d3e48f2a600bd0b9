"""Connections of one process: SQLAlchemy Core for what is read often by people, asyncpg for what is hot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, TypeAlias

import asyncpg
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

if TYPE_CHECKING:
    from asyncpg.pool import PoolConnectionProxy

    RawConnection: TypeAlias = asyncpg.Connection[asyncpg.Record] | PoolConnectionProxy[asyncpg.Record]
    RawPool: TypeAlias = asyncpg.Pool[asyncpg.Record]
else:
    RawConnection = asyncpg.Connection
    RawPool = asyncpg.Pool

_CONNECT_SECONDS = 10
_COMMAND_SECONDS = 60
_LOCK_TIMEOUT = "5s"
"""Whoever waits longer for a lock gives up: a connection lost to a queue is lost to everybody (SQLSTATE 55P03)."""


def plain_url(url: str) -> URL:
    """A DATABASE_URL (postgres://, postgresql://, postgresql+asyncpg://) without its driver.

    Raises sqlalchemy.exc.ArgumentError when it is no URL.
    """
    return make_url(url).set(drivername="postgresql")


def dsn(url: str) -> str:
    """The same as a string for asyncpg, password included."""
    return plain_url(url).render_as_string(hide_password=False)


async def _leave_as_it_is(_: RawConnection) -> None:
    """Nothing here changes a session beyond its transaction, so there is nothing to reset: asyncpg's RESET ALL
    and UNLISTEN would cost each group commit a round trip."""


@dataclass(frozen=True, slots=True)
class Database:
    """One service's database: `engine` for SQLAlchemy Core, `pool` for prepared batch statements."""

    engine: AsyncEngine
    pool: RawPool
    dsn: str

    @classmethod
    async def connect(cls, url: str, *, application_name: str, pool_size: int = 8) -> Self:
        """Open both pools. Raises OSError or asyncpg.PostgresError when the server does not answer."""
        server_settings = {
            "application_name": application_name,
            "jit": "off",
            "timezone": "UTC",
            "lock_timeout": _LOCK_TIMEOUT,
        }
        pool = await asyncpg.create_pool(
            dsn(url),
            min_size=1,
            max_size=pool_size,
            timeout=_CONNECT_SECONDS,
            command_timeout=_COMMAND_SECONDS,
            server_settings=server_settings,
            reset=_leave_as_it_is,
        )
        engine = create_async_engine(
            plain_url(url).set(drivername="postgresql+asyncpg"),
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=_CONNECT_SECONDS,
            # Errors are logged and kept with dead letters; what a customer wrote must not be part of their text.
            hide_parameters=True,
            connect_args={
                "timeout": _CONNECT_SECONDS,
                "command_timeout": _COMMAND_SECONDS,
                "server_settings": server_settings,
            },
        )
        return cls(engine, pool, dsn(url))

    async def close(self) -> None:
        """Close both pools; running statements end first."""
        await self.engine.dispose()
        await self.pool.close()
