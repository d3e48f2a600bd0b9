"""A database for each service on a PostgreSQL server, made when it is missing."""

from __future__ import annotations

from typing import Any

import asyncpg
from sqlalchemy.engine import make_url

from shared.db.engine import dsn

_CONNECT_SECONDS = 10


def database_name(service: str) -> str:
    """The database of a service, and where it has one of its own, the role that owns it."""
    return f"redress_{service}"


async def ensure_database(server: str, service: str, *, own_role: bool) -> str:
    """Make a service's database on the server if there is none, and return its DATABASE_URL.

    With `own_role` (the embedded server) it belongs to a role of the service's name, and no other role may connect.
    Raises OSError or asyncpg.PostgresError when the server does not answer or does not allow it.
    """
    name = database_name(service)
    url = make_url(server)
    connection: asyncpg.Connection[Any] = await asyncpg.connect(dsn(server), timeout=_CONNECT_SECONDS)
    try:
        if own_role:
            await _create(connection, f'CREATE ROLE "{name}" LOGIN')
            await _create(connection, f'CREATE DATABASE "{name}" OWNER "{name}"')
            await connection.execute(f'REVOKE CONNECT, TEMPORARY ON DATABASE "{name}" FROM PUBLIC')
            url = url.set(username=name, password=None)
        elif not await connection.fetchval("SELECT true FROM pg_database WHERE datname = $1", name):
            await _create(connection, f'CREATE DATABASE "{name}"')
    finally:
        await connection.close()
    return url.set(database=name).render_as_string(hide_password=False)


async def _create(connection: asyncpg.Connection[Any], statement: str) -> None:
    """Run a CREATE whose object may be there already: neither roles nor databases know IF NOT EXISTS."""
    try:
        await connection.execute(statement)
    except (asyncpg.DuplicateObjectError, asyncpg.DuplicateDatabaseError, asyncpg.UniqueViolationError):
        # The last of these is how a race of two shows itself.
        return
