"""`redress doctor`: what is wrong with this installation, and what to do."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator

import typer

from shared.embedded.trouble import Trouble
from shared.observability.logs import configure_logs
from shared.runtime.adopt import NotRunning, adopt
from shared.runtime.checks import broker, machine, service
from shared.runtime.finding import Finding, Level, warn
from shared.runtime.installation import SERVICES, Installation, load_service
from shared.runtime.processes import read_settings
from shared.settings import Settings

_COLOURS = {Level.OK: typer.colors.GREEN, Level.WARN: typer.colors.YELLOW, Level.FAIL: typer.colors.RED}


def doctor() -> None:
    """Look at everything this installation needs; ends with exit code 1 when something does not work."""
    configure_logs(service="doctor", json=False, level="CRITICAL")
    levels = asyncio.run(_look())
    counts = ", ".join(f"{levels.count(level)} {level.value}" for level in Level)
    typer.echo(f"\n{counts}")
    if Level.FAIL in levels:
        raise typer.Exit(1)


async def _look() -> list[Level]:
    levels = []
    async for finding in _findings():
        levels.append(finding.level)
        typer.echo(f"{typer.style(f'{finding.level.value:4}', fg=_COLOURS[finding.level])}  {finding.what}")
        if finding.remedy:
            typer.echo(f"      -> {finding.remedy}")
    return levels


async def _findings() -> AsyncIterator[Finding]:
    installation = Installation.here()
    given = dict(os.environ)
    for finding in (
        *machine.python(),
        *machine.packages(installation.home.parent / "requirements.lock"),
        *machine.ports(given, installation.run()),
        *machine.data(installation),
        *machine.keys(installation.keys),
        *machine.clock(installation.clock),
        *machine.mail(given, installation.mail),
    ):
        yield finding
    asked_broker = False
    for name in SERVICES:
        os.environ.clear()
        os.environ.update(given)
        try:
            adopt(name)
        except NotRunning as error:
            yield warn("no services to look at", str(error))
            return
        async for finding in service.service(name):
            yield finding
        if not asked_broker and (settings := _settings(name)) is not None:
            asked_broker = True
            async for finding in broker.streams(settings):
                yield finding


def _settings(name: str) -> Settings | None:
    """The service's settings; what is wrong with them has been told."""
    try:
        return read_settings(load_service(name))
    except Trouble:
        return None


def register(app: typer.Typer) -> None:
    """Add it to the command line."""
    app.command()(doctor)
