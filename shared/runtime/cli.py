"""`redress ...`: the commands of the people who run it. Each has its file in shared.runtime.commands.

Only the module of the command that is called is imported: most need a fraction of what a service needs.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping

import typer

from shared.embedded.trouble import Trouble
from shared.kernel.errors import RedressError

COMMANDS: Mapping[str, str] = {
    "up": "up",
    "serve": "serve",
    "work": "serve",
    "migrate": "serve",
    "token": "token",
    "clock": "clock",
    "dead-letters": "dead_letters",
    "republish": "republish",
    "streams": "streams",
    "import": "foreign",
    "chore": "chore",
    "doctor": "doctor",
}
"""Each command and the module in shared.runtime.commands that registers it."""


def command_line(called: str | None) -> typer.Typer:
    """The command line, with the command that is called; with all of them where it is none of ours (--help)."""
    app = typer.Typer(
        name="redress",
        help="Redress: from the first word of a complaint to a customer who says solved.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    # With a callback a lone command stays a command: typer would make it the whole program.
    app.callback()(_nothing)
    only = COMMANDS.get(called or "")
    modules = [only] if only is not None else list(dict.fromkeys(COMMANDS.values()))
    for module in modules:
        importlib.import_module(f"shared.runtime.commands.{module}").register(app)
    return app


def _nothing() -> None:
    """Redress: from the first word of a complaint to a customer who says solved."""


def main() -> None:
    """The entry point: what a person can put right is told without a traceback, with exit code 1."""
    called = sys.argv[1] if len(sys.argv) > 1 else None
    try:
        command_line(called)()
    except Trouble as error:
        sys.exit(str(error))
    except RedressError as error:
        sys.exit(error.detail)
    except Exception as error:
        if not _is_connection_trouble(error):
            raise
        sys.exit(f"{type(error).__name__}: {error or 'no answer in time'}. `redress doctor` looks further.")


def _is_connection_trouble(error: Exception) -> bool:
    """Whether a server did not answer or did not agree; the drivers' classes are known only once they are loaded."""
    drivers = {"asyncpg.exceptions", "asyncpg.exceptions._base", "sqlalchemy.exc"}
    return isinstance(error, OSError) or any(
        kind.__module__ in drivers and kind.__name__ in {"PostgresError", "InterfaceError", "OperationalError"}
        for kind in type(error).__mro__
    )
