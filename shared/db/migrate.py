"""Migrations: one Alembic environment for all services, each with its own history in its own database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from shared.db.engine import plain_url

_ENVIRONMENT = Path(__file__).parent / "alembic_env"
_LOCK = 7_273_350_101
"""Advisory lock: two replicas that start together migrate one after the other."""


def _config(migrations: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_ENVIRONMENT))
    config.set_main_option("version_locations", str(migrations / "versions"))
    config.set_main_option("path_separator", "os")
    return config


async def upgrade(url: str, migrations: Path, metadata: MetaData, *, to: str = "head") -> None:
    """Bring a service's database to the newest version; safe to call from several places at once."""

    def run(connection: Connection) -> None:
        connection.exec_driver_sql("SET lock_timeout = '10s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        config = _config(migrations)
        config.attributes.update(connection=connection, metadata=metadata)
        command.upgrade(config, to)

    engine = create_async_engine(plain_url(url).set(drivername="postgresql+asyncpg"))
    try:
        async with engine.begin() as connection:
            await connection.run_sync(run)
    finally:
        await engine.dispose()


def head(migrations: Path) -> str | None:
    """The newest version of a service's history."""
    return ScriptDirectory.from_config(_config(migrations)).get_current_head()


async def current(connection: AsyncConnection) -> str | None:
    """The version that a database stands at."""
    return await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())


async def differences(connection: AsyncConnection, metadata: MetaData) -> list[Any]:
    """What the tables in code and the tables in the database disagree about; empty when all is well."""

    def run(sync: Connection) -> list[Any]:
        return list(compare_metadata(MigrationContext.configure(sync, opts={"compare_type": True}), metadata))

    return await connection.run_sync(run)
