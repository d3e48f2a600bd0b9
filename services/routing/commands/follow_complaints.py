"""Keep up with complaints: classified, contacted, resolved and so on, in whatever order they are heard of (RO-7)."""

from __future__ import annotations

from dataclasses import dataclass

from services.routing.commands.timekeeping import keep_time
from services.routing.domain.progress import Fact, told
from services.routing.storage import facts, progress
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class FollowComplaints:
    """A batch of facts about complaints, those not yet recorded here among them."""

    facts: tuple[Fact, ...]


async def follow_complaints(command: FollowComplaints, tx: Transaction) -> None:
    """Remember the facts, show them in the cases that exist, start and stop clocks; known facts change nothing."""
    new = await facts.hear(command.facts, tx)
    if not new:
        return
    standing = await progress.join(told(new), tx)
    await progress.show_in_cases(new, standing, tx)
    await keep_time(new, tx)
