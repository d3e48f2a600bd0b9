"""`redress serve`, `work` and `migrate`: the processes of single services."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from shared.db.migrate import upgrade
from shared.runtime import processes
from shared.runtime.adopt import adopt
from shared.runtime.installation import SERVICES, load_service
from shared.runtime.progress import step

Name = Annotated[str, typer.Argument(help=f"One of {', '.join(SERVICES)}.")]


def serve(service: Name) -> None:
    """Run the API of one service."""
    processes.run(load_service(service), "api")


def work(service: Name) -> None:
    """Run the worker of one service: relay, consumers, timers, housekeeping."""
    processes.run(load_service(service), "worker")


def migrate(
    service: Annotated[
        str, typer.Argument(help="A service, or all (of the running development installation).")
    ] = "all",
) -> None:
    """Bring the database of a service to its newest version."""
    for name in SERVICES if service == "all" else (service,):
        database_url = _database_url(name)
        descriptor = load_service(name)
        with step(f"Migrating {name}"):
            asyncio.run(upgrade(database_url, descriptor.migrations, descriptor.metadata))


def _database_url(name: str) -> str:
    adopt(name)
    return processes.read_settings(load_service(name)).database_url.get_secret_value()


def register(app: typer.Typer) -> None:
    """Add them to the command line."""
    for command in (serve, work, migrate):
        app.command()(command)
