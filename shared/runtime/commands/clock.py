"""`redress clock`: shows the development clock, and moves it forward (SU-8)."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from shared.kernel.clock import FileClock
from shared.runtime.durations import duration
from shared.runtime.installation import Installation
from shared.settings import Environment

commands = typer.Typer(help="Show and move the clock of a development installation.", no_args_is_help=True)
_REFUSED = 2


@commands.command()
def show() -> None:
    """Print the time that the services see, and how far it is ahead of the machine's."""
    _tell(FileClock(_clock_file()))


@commands.command()
def advance(by: Annotated[timedelta, typer.Argument(parser=duration, metavar="SPAN", help="30h, 2d, 1d12h.")]) -> None:
    """Let time pass: what falls due within the span happens now. There is no way back."""
    clock = FileClock(_clock_file())
    clock.advance(by)
    _tell(clock)


def _tell(clock: FileClock) -> None:
    typer.echo(f"{clock.now().isoformat(timespec='seconds')} ({clock.offset()} ahead of this machine)")


def _clock_file() -> Path:
    """The file of the development clock; anywhere else the command ends with exit code 2."""
    installation = Installation.here()
    environment = os.environ.get("REDRESS_ENVIRONMENT")
    given = os.environ.get("REDRESS_CLOCK_FILE")
    if environment and environment != Environment.DEVELOPMENT.value:
        _refuse(f"REDRESS_ENVIRONMENT is {environment}: time can only be moved in development.")
    if given:
        if not environment:
            _refuse("REDRESS_CLOCK_FILE is set without REDRESS_ENVIRONMENT=development: time stays as it is.")
        return Path(given)
    run = installation.run()
    if run is not None:
        file = next(iter(run.environment.values()), {}).get("REDRESS_CLOCK_FILE")
        if file is None:
            _refuse("The running installation is not in development: time can only be moved there.")
        return Path(file)
    if not installation.home.is_dir():
        _refuse(
            f"There is no development installation in {installation.home.parent}: nothing whose time could be moved."
        )
    return installation.clock


def _refuse(why: str) -> NoReturn:
    typer.echo(why, err=True)
    raise typer.Exit(_REFUSED)


def register(app: typer.Typer) -> None:
    """Add them to the command line."""
    app.add_typer(commands, name="clock")
