"""The clocks of complaints of which something new was heard (RO-7)."""

from __future__ import annotations

from collections.abc import Sequence

from services.routing.domain.clocks import clocks_of
from services.routing.domain.progress import Fact
from services.routing.storage import clocks
from shared.messaging.transaction import Transaction


async def keep_time(new: Sequence[Fact], tx: Transaction) -> None:
    """Start and stop clocks by facts just heard; the progress of their complaints is locked by the caller."""
    await clocks.join([clock for fact in new for clock in clocks_of(fact)], tx)
