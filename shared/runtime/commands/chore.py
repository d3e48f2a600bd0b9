"""`redress chore SERVICE NAME`: what a service's operators do by hand, in one transaction."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from shared.embedded.trouble import Trouble
from shared.runtime import processes
from shared.runtime.adopt import adopt
from shared.runtime.context import open_context
from shared.runtime.installation import load_service
from shared.runtime.service import Chore, Service


class NoSuchChore(Trouble):
    """The service has chores, but not this one."""


def chore(
    service: Annotated[str, typer.Argument(help="The service.")],
    name: Annotated[str | None, typer.Argument(help="The chore; without it they are listed.")] = None,
) -> None:
    """Do one of a service's chores by hand, such as `redress chore intake recount`."""
    adopt(service)
    descriptor = load_service(service)
    if name is None:
        for known, what in descriptor.chores.items():
            typer.echo(f"{known}: {(what.__doc__ or '').partition('. Raises')[0]}")
        return
    if name not in descriptor.chores:
        raise NoSuchChore(f"{service} has no chore {name!r}; it has {', '.join(descriptor.chores) or 'none'}.")
    typer.echo(asyncio.run(_do(descriptor, name, descriptor.chores[name])))


async def _do(service: Service, name: str, what: Chore) -> str:
    settings = processes.read_settings(service)
    async with (
        open_context(service, settings, application_name=f"redress {service.name} {name}") as context,
        context.transactions.begin() as tx,
    ):
        return await what(tx, context.clock.now())


def register(app: typer.Typer) -> None:
    """Add it to the command line."""
    app.command()(chore)
