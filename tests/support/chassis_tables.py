"""A database for a made-up service: the chassis tables by their own migration, and what the test adds."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection

from shared.db import chassis_v1
from shared.db.engine import Database


def chassis_tables_and(*statements: str) -> Callable[[str], Awaitable[None]]:
    """Fills the empty database of a DATABASE_URL with the chassis tables, then runs these statements."""

    async def fill(url: str) -> None:
        database = await Database.connect(url, application_name="test", pool_size=1)
        try:
            async with database.engine.begin() as connection:
                await connection.run_sync(_chassis)
            for statement in statements:
                await database.pool.execute(statement)
        finally:
            await database.close()

    return fill


def _chassis(connection: Connection) -> None:
    with Operations.context(MigrationContext.configure(connection)):
        chassis_v1.upgrade()
