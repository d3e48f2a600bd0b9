"""What was told of complaints may make their cases hot, or end that: their owners rest (RO-10)."""

from __future__ import annotations

from collections.abc import Sequence

from services.routing.domain.progress import Fact
from services.routing.storage import cooldowns
from shared.messaging.transaction import Transaction


async def note_turns(new: Sequence[Fact], tx: Transaction) -> None:
    """Begin and end the hot turns of cases of which something new was heard, by when it was; after they show it."""
    await cooldowns.follow({fact.complaint_id: fact.at for fact in sorted(new, key=lambda one: one.at)}, tx)
