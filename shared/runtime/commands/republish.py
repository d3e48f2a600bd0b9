"""`redress republish`: heals a broker that lost its memory."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Annotated

import typer

from shared.messaging import outbox
from shared.runtime.commands.opened import opened
from shared.runtime.commands.serve import Name
from shared.runtime.durations import duration


def republish(
    service: Name,
    since: Annotated[timedelta, typer.Option(parser=duration, metavar="SPAN", help="How far back: 2h, 3d.")],
) -> None:
    """Let a service publish again all that it said within the span; who has it already takes no notice."""
    count = asyncio.run(_republish(service, since))
    typer.echo(f"{count} events of {service} are published again, by its worker.")


async def _republish(name: str, since: timedelta) -> int:
    async with opened(name) as (_, context), context.database.pool.acquire() as connection:
        # The outbox is stamped by the database's clock, whatever the development clock says.
        start = await connection.fetchval("SELECT clock_timestamp()") - since
        return await outbox.republish(connection, since=start)


def register(app: typer.Typer) -> None:
    """Add it to the command line."""
    app.command()(republish)
