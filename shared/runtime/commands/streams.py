"""`redress streams`: what the broker's admin identity declares, once per installation."""

from __future__ import annotations

import asyncio
import os
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer
from pydantic import SecretStr

from shared.embedded.trouble import Trouble
from shared.runtime.broker_admin import declare as declare_all
from shared.runtime.installation import SERVICES, Installation, load_service
from shared.settings import SECRETS

commands = typer.Typer(help="Streams and durable consumers of all services.", no_args_is_help=True)


@commands.command()
def declare(
    max_age_days: Annotated[int, typer.Option(min=1, envvar="REDRESS_STREAM_MAX_AGE_DAYS")] = 30,
    replicas: Annotated[int, typer.Option(min=1, max=5, help="Of each stream, in a NATS cluster.")] = 1,
) -> None:
    """Make them, or bring them to their present form; their messages stay.

    NATS_URL, REDRESS_NATS_USER and REDRESS_NATS_PASSWORD (or /run/secrets) name the admin identity.
    """
    password = _given("REDRESS_NATS_PASSWORD")
    asyncio.run(
        declare_all(
            map(load_service, SERVICES),
            nats_url=_nats_url(),
            user=_given("REDRESS_NATS_USER"),
            password=SecretStr(password) if password else None,
            max_age=timedelta(days=max_age_days),
            replicas=replicas,
        )
    )
    typer.echo("The streams and consumers of all services are declared.")


def _nats_url() -> str:
    given = os.environ.get("NATS_URL")
    if given:
        return given
    run = Installation.here().run()
    if run is None:
        raise Trouble("Set NATS_URL, or start an installation with `redress up`.")
    return next(iter(run.environment.values()))["NATS_URL"]


def _given(name: str) -> str | None:
    file: Path = SECRETS / name.lower()
    return os.environ.get(name) or (file.read_text(encoding="utf-8").strip() if file.exists() else None)


def register(app: typer.Typer) -> None:
    """Add them to the command line."""
    app.add_typer(commands, name="streams")
