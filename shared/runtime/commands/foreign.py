"""Commands that a service brings itself, found by name: the chassis imports no service."""

from __future__ import annotations

import importlib

import typer

from shared.runtime.adopt import adopt

_ANY = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}


def register(app: typer.Typer) -> None:
    """Add them to the command line; their modules are loaded only when they are called."""
    app.command("import", context_settings=_ANY)(import_)


def import_(context: typer.Context) -> None:
    """Import complaints from elsewhere: `redress import cfpb FILE`; `redress import --help` tells more."""
    if not {"--help", "-h"} & set(context.args):
        adopt("intake")
    own: typer.Typer = importlib.import_module("services.intake.gateways.command_line").cli
    own(args=context.args, prog_name="redress import")
