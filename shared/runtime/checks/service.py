"""Looks at one service: its settings, its database, what waits in it, and its processes."""

from __future__ import annotations

from collections.abc import AsyncIterator

import asyncpg
from sqlalchemy.exc import SQLAlchemyError

from shared.db.engine import Database
from shared.db.migrate import current, head
from shared.embedded.trouble import Trouble
from shared.messaging import dead_letters, outbox
from shared.runtime.finding import Finding, fail, ok, warn
from shared.runtime.installation import WORKER_PORT_DISTANCE, load_service
from shared.runtime.probe import readiness
from shared.runtime.processes import read_settings
from shared.runtime.service import Service
from shared.settings import Settings

_OLD_SECONDS = 60.0


async def service(name: str) -> AsyncIterator[Finding]:
    """All findings about a service whose settings are in the environment."""
    descriptor = load_service(name)
    try:
        settings = read_settings(descriptor)
    except Trouble as error:
        yield fail(f"{name}: settings", str(error))
        return
    yield ok(f"{name}: settings")
    try:
        database = await Database.connect(
            settings.database_url.get_secret_value(), application_name="redress doctor", pool_size=2
        )
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        yield fail(f"{name}: database does not answer: {error}", "Check DATABASE_URL, and that the server runs.")
        return
    try:
        async for finding in _in_database(descriptor, database):
            yield finding
    finally:
        await database.close()
    for finding in _processes(descriptor, settings):
        yield finding


async def _in_database(descriptor: Service, database: Database) -> AsyncIterator[Finding]:
    name = descriptor.name
    newest = head(descriptor.migrations)
    try:
        async with database.engine.connect() as connection:
            stands = await current(connection)
    except SQLAlchemyError as error:
        yield fail(f"{name}: database: {error}", "Check the rights of its role.")
        return
    if stands != newest:
        yield fail(f"{name}: database is at version {stands}, the code at {newest}", f"redress migrate {name}")
        return
    yield ok(f"{name}: database at version {stands}")
    async with database.pool.acquire() as connection:
        dead = await dead_letters.waiting(connection)
        backlog = await outbox.state(connection)
    if dead:
        yield warn(f"{name}: {dead} dead letters", f"redress dead-letters list {name}")
    else:
        yield ok(f"{name}: no dead letters")
    waiting = f"{name}: {backlog.depth} events wait in the outbox, the oldest for {backlog.oldest_seconds:.0f} s"
    if backlog.oldest_seconds > _OLD_SECONDS:
        yield fail(waiting, "Its worker does not publish: is it running, is NATS reachable, is NATS's disk full?")
    else:
        yield ok(waiting)


def _processes(descriptor: Service, settings: Settings) -> list[Finding]:
    port = settings.port or descriptor.port
    worker_port = settings.worker_port or port + WORKER_PORT_DISTANCE
    findings = []
    for process, where in (("api", port), ("worker", worker_port)):
        trouble = readiness(settings.host, where)
        if trouble is None:
            findings.append(ok(f"{descriptor.name}: {process} on port {where} is ready"))
        elif trouble == "no answer":
            findings.append(warn(f"{descriptor.name}: no {process} on port {where}", "Start it, if it belongs here."))
        else:
            findings.append(fail(f"{descriptor.name}: {process} on port {where}: {trouble}", "Its log tells more."))
    return findings
