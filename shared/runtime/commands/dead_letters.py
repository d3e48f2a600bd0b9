"""`redress dead-letters`: what a service could not take, why, and trying it again."""

from __future__ import annotations

import asyncio
import json
from typing import Annotated
from uuid import UUID

import asyncpg
import typer

from shared.messaging import dead_letters
from shared.messaging.context import Context
from shared.messaging.dead_letters import DeadLetterNotFound
from shared.messaging.dispatch import Dispatch
from shared.runtime.commands.opened import opened
from shared.runtime.commands.serve import Name

commands = typer.Typer(help="Events that a service could not take.", no_args_is_help=True)
_MOST = 200
Id = Annotated[UUID, typer.Argument(help="The event's id.")]


@commands.command("list")
def list_letters(
    service: Name,
    *,
    replayed: Annotated[bool, typer.Option("--replayed", help="Also those that were replayed.")] = False,
) -> None:
    """The newest dead letters: when, which event, why."""
    asyncio.run(_list(service, replayed=replayed))


@commands.command()
def show(service: Name, event: Id) -> None:
    """One dead letter with the whole event."""
    asyncio.run(_show(service, event))


@commands.command()
def replay(
    service: Name,
    event: Annotated[UUID | None, typer.Argument(help="One event; without it, all that wait, oldest first.")] = None,
) -> None:
    """Try again what could not be taken; ends with exit code 1 when something still can't."""
    if asyncio.run(_replay(service, event)):
        raise typer.Exit(1)


async def _list(name: str, *, replayed: bool) -> None:
    async with opened(name) as (_, context), context.database.pool.acquire() as connection:
        letters = await dead_letters.listed(connection, limit=_MOST, replayed=replayed)
    for letter in letters:
        mark = " (replayed)" if letter.replayed_at else ""
        when = letter.dead_at.isoformat(timespec="seconds")
        typer.echo(f"{when}  {letter.event_id}  {letter.subject}  {letter.error.splitlines()[0][:100]}{mark}")
    if not letters:
        typer.echo(f"{name} has no dead letters.")


async def _show(name: str, event: UUID) -> None:
    async with opened(name) as (_, context), context.database.pool.acquire() as connection:
        letter = await dead_letters.shown(connection, event)
    body = letter.body.decode("utf-8", "replace")
    try:
        body = json.dumps(json.loads(body), indent=2, ensure_ascii=False)
    except ValueError:
        typer.echo("The event is no JSON; it is shown as it came.", err=True)
    typer.echo(f"event     {letter.event_id}\nstream    {letter.stream}\nsubject   {letter.subject}")
    typer.echo(f"attempts  {letter.attempts}\ndead      {letter.dead_at.isoformat()}")
    typer.echo(f"replayed  {letter.replayed_at.isoformat() if letter.replayed_at else 'no'}")
    typer.echo(f"error     {letter.error}\n\n{body}")


async def _replay(name: str, event: UUID | None) -> int:
    """The number of events that still can't be taken."""
    failed = 0
    async with opened(name) as (service, context):
        dispatch = Dispatch(service.subscriptions)
        for each in [event] if event is not None else await _waiting(context):
            try:
                taken = await dead_letters.replay(each, dispatch=dispatch, context=context)
            except (OSError, asyncpg.InterfaceError, DeadLetterNotFound):
                raise
            except Exception as error:  # what a reaction raises, of whatever kind: the next one may still be taken
                failed += 1
                typer.echo(f"{each}  still can't be taken: {type(error).__name__}: {error}")
            else:
                typer.echo(f"{each}  {'taken' if taken else 'had been taken already'}")
    return failed


async def _waiting(context: Context) -> list[UUID]:
    """All that nobody has replayed, oldest first: so they happened."""
    found: list[UUID] = []
    after = None
    async with context.database.pool.acquire() as connection:
        while letters := await dead_letters.listed(connection, limit=_MOST, after=after):
            found.extend(letter.event_id for letter in letters)
            after = (letters[-1].dead_at, letters[-1].event_id)
    return found[::-1]


def register(app: typer.Typer) -> None:
    """Add them to the command line."""
    app.add_typer(commands, name="dead-letters")
