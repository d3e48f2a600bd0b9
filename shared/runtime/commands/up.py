"""`redress up`."""

from __future__ import annotations

import os

import typer

from shared.runtime.installation import Installation
from shared.runtime.plan import Plan
from shared.runtime.supervisor import Supervisor


def up() -> None:
    """Run the whole suite on this machine: real PostgreSQL and NATS, four services. Ctrl-C stops it.

    DATABASE_URL and NATS_URL take the place of the embedded servers; REDRESS_INTAKE_PORT and its like, and
    REDRESS_NATS_PORT, choose other ports. Data is kept in .redress between runs.
    """
    Supervisor(Plan.of(os.environ), Installation.here()).run()


def register(app: typer.Typer) -> None:
    """Add it to the command line."""
    app.command()(up)
