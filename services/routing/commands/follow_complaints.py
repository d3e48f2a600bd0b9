"""Keep up with complaints: recap confirmed, resolved, closed, reopened, in whatever order they are heard of (RO-7)."""

from __future__ import annotations

from dataclasses import dataclass

from services.routing.domain.clocks import clocks_of
from services.routing.domain.progress import Fact, told
from services.routing.storage import clocks, facts, progress
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
    batch = told(new)
    standing = await progress.join(batch, tx)
    await progress.show_in_cases(batch, standing, tx)
    await clocks.join([clock for fact in new for clock in clocks_of(fact)], tx)
