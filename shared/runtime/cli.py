"""`redress ...`: the commands of the people who run it. Each command has its file in shared.runtime.commands."""

from __future__ import annotations

import sys

import asyncpg
import typer
from sqlalchemy.exc import InterfaceError, OperationalError

from shared.embedded.trouble import Trouble
from shared.kernel.errors import RedressError
from shared.runtime.commands import (
    clock,
    dead_letters,
    doctor,
    foreign,
    republish,
    serve,
    streams,
    token,
    up,
)

app = typer.Typer(
    name="redress",
    help="Redress: from the first word of a complaint to a customer who says solved.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("up")(up.up)
app.command("serve")(serve.serve)
app.command("work")(serve.work)
app.command("migrate")(serve.migrate)
app.command("token")(token.token)
app.add_typer(clock.app, name="clock")
app.add_typer(dead_letters.app, name="dead-letters")
app.command("republish")(republish.republish)
app.add_typer(streams.app, name="streams")
app.command("doctor")(doctor.doctor)
foreign.register(app)


def main() -> None:
    """The entry point: what a person can put right is told without a traceback, with exit code 1."""
    try:
        app()
    except Trouble as error:
        sys.exit(f"{error}")
    except RedressError as error:
        sys.exit(error.detail)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, OperationalError, InterfaceError) as error:
        sys.exit(f"{type(error).__name__}: {error or 'no answer in time'}. `redress doctor` looks further.")
