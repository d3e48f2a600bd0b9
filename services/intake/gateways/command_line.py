"""`redress import cfpb FILE`: the import as a person sees it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer
import uvloop
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from services.intake.gateways.cfpb import NotACfpbExport
from services.intake.gateways.cfpb_import import CONCURRENCY, Summary, import_cfpb
from shared.http.issuer import TokenIssuer
from shared.runtime.installation import Installation

cli = typer.Typer(name="import", help="Import complaints from elsewhere.", no_args_is_help=True, add_completion=False)


@cli.callback()
def _several() -> None:
    """Import complaints from elsewhere; running the same file twice doubles nothing."""


@cli.command()
def cfpb(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="The CSV export.")],
    url: Annotated[str, typer.Option(envvar="REDRESS_INTAKE_URL", help="Where intake answers.")] = (
        "http://127.0.0.1:8001"
    ),
    token: Annotated[
        str | None, typer.Option(envvar="REDRESS_TOKEN", help="With complaints:write; made here in development.")
    ] = None,
    report: Annotated[Path | None, typer.Option(help="Where rows that can't go in are listed, as CSV.")] = None,
    concurrency: Annotated[int, typer.Option(min=1, max=256, help="Rows under way at once.")] = CONCURRENCY,
) -> None:
    """Import the consumer complaint export of the US CFPB (16 or 18 columns)."""
    kept = Installation.here().home / "import"
    listed = report or kept / f"{file.stem}-refused.csv"
    # To stderr, so that the summary alone can be piped on.
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )
    task = bar.add_task(file.name, total=None)

    def watch(summary: Summary) -> None:
        bar.update(task, total=summary.rows, completed=summary.skipped + summary.ended)

    try:
        with bar:
            done = uvloop.run(
                import_cfpb(
                    file,
                    base_url=url.rstrip("/"),
                    token=token or _development_token(),
                    report=listed,
                    progress=kept / f"{file.name}.json",
                    concurrency=concurrency,
                    watch=watch,
                )
            )
    except NotACfpbExport as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    _tell(done, listed)


def _tell(done: Summary, listed: Path) -> None:
    if done.skipped:
        typer.echo(f"{done.skipped} rows were done by an earlier run")
    typer.echo(
        f"{done.recorded} recorded, {done.known} already there, {done.refused} refused, "
        f"{done.rate:.0f} rows/s in {done.seconds:.1f} s"
    )
    if done.refused:
        typer.echo(f"Why rows were refused: {listed}")


def _development_token() -> str:
    """A client system's token, signed with the local key. Raises OSError where there is none."""
    given = os.environ.get("REDRESS_SIGNING_KEY_FILE")
    issuer = TokenIssuer.from_file(
        Path(given) if given else Installation.here().keys.signing,
        issuer=os.environ.get("REDRESS_ISSUER", "redress"),
        audience=os.environ.get("REDRESS_AUDIENCE", "redress"),
    )
    return issuer.mint(subject="import:cfpb", scopes=["complaints:write"])
