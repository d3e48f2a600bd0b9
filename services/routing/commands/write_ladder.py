"""Write a new edition of the ladder; those before it stay, and what is offered already keeps its deadline (RO-6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.routing.domain.ladder import Edition, EditionTaken, Step, sound_ladder
from services.routing.storage import ladders
from services.routing.storage.ladders import OWN
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class WriteLadder:
    """A whole ladder, and since when it holds."""

    edition: int
    steps: Sequence[Step]
    valid_from: datetime
    by: str


async def write_ladder(command: WriteLadder, tx: Transaction) -> Edition:
    """Keep the edition. Raises LadderUnsound, EditionTaken."""
    ladder = sound_ladder(OWN, command.edition, command.steps)
    edition = Edition(ladder, command.valid_from, command.by)
    if not await ladders.add(edition, tx):
        raise EditionTaken
    return edition
