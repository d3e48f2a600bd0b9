"""`redress token`: a bearer token for development, signed with the local key."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from shared.embedded.trouble import Trouble
from shared.http.issuer import TokenIssuer, UnusableSigningKey
from shared.http.roles import Role
from shared.runtime.durations import duration
from shared.runtime.installation import Installation


def token(
    role: Annotated[Role, typer.Option(help="What its holder is.")],
    staff: Annotated[UUID | None, typer.Option(help="The member of staff who holds it.")] = None,
    team: Annotated[
        list[str] | None, typer.Option(help="A team of the holder; may be repeated. All by default.")
    ] = None,
    lifetime: Annotated[timedelta, typer.Option(parser=duration, metavar="SPAN", help="30m, 24h, 7d.")] = timedelta(
        hours=24
    ),
) -> None:
    """Print a bare token and nothing else.

    It expires by the machine's clock, also when the development clock was moved.
    """
    typer.echo(
        _issuer().mint(
            subject=f"staff:{staff}" if staff else f"developer:{role.value}",
            roles=[role.value],
            staff_id=staff,
            teams=team or ["*"],
            lifetime=lifetime,
        )
    )


def _issuer() -> TokenIssuer:
    given = os.environ.get("REDRESS_SIGNING_KEY_FILE")
    path = Path(given) if given else Installation.here().keys.signing
    try:
        return TokenIssuer.from_file(
            path,
            issuer=os.environ.get("REDRESS_ISSUER", "redress"),
            audience=os.environ.get("REDRESS_AUDIENCE", "redress"),
        )
    except FileNotFoundError:
        raise Trouble(
            f"There is no signing key at {path}. `redress up` makes one; or set REDRESS_SIGNING_KEY_FILE."
        ) from None
    except UnusableSigningKey as error:
        raise Trouble(str(error)) from None


def register(app: typer.Typer) -> None:
    """Add it to the command line."""
    app.command()(token)
