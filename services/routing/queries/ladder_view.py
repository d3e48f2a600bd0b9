"""The editions of the ladder (RO-6)."""

from __future__ import annotations

from collections.abc import Sequence

from services.routing.domain.ladder import Edition, LadderNotFound
from services.routing.storage import ladders
from shared.messaging.transaction import Transaction


async def ladder_view(edition: int, tx: Transaction) -> Edition:
    """One edition. Raises LadderNotFound."""
    found = await ladders.load(edition, tx)
    if found is None:
        raise LadderNotFound
    return found


async def ladder_list(tx: Transaction, *, below: int | None, limit: int) -> Sequence[Edition]:
    """The editions below a number, the highest first; at most limit + 1, which shows that there is a next page."""
    return await ladders.listed(tx, below=below, limit=limit + 1)
