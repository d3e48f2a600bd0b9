"""Count every complaint anew, or see whether the figures that are kept are right: an operator's chores (IN-22)."""

from __future__ import annotations

from datetime import datetime

from services.intake.storage import rollups
from shared.kernel.errors import Conflict
from shared.messaging.transaction import Transaction


class FiguresAstray(Conflict):
    slug = "figures-astray"
    title = "The figures are not what the complaints add up to; `redress chore intake recount` mends that"


async def recount(tx: Transaction, now: datetime) -> str:
    """Count every complaint anew, after an upgrade, a restored backup or a change by hand; insights go on answering."""
    return f"{await rollups.rebuild(tx, now=now)} complaints counted"


async def check_figures(tx: Transaction, now: datetime) -> str:  # noqa: ARG001 - the signature of a chore
    """Compare the figures with a count of everything; changes nothing. Raises FiguresAstray."""
    found = await rollups.check(tx)
    if found.astray:
        raise FiguresAstray(f"{FiguresAstray.title}. Rows astray: {found.astray}")
    return f"The figures are right; {found.behind} complaints have changed and wait to be counted"
