"""A person's tally in a programme, and how a row of places closes when some leave it (RE-1, RE-4)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Self
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Tally:
    """How many compliments count, how many rewards live, how many were ever granted.

    Between transactions `granted == valid // threshold` always; the schema refuses a commit where it is not.
    """

    programme_id: str
    staff_id: UUID
    threshold: int
    valid: int = 0
    granted: int = 0
    rewards: int = 0

    @property
    def due(self) -> int:
        """How many rewards the valid compliments are worth."""
        return self.valid // self.threshold

    def with_one_more(self) -> Self:
        """After one more valid compliment."""
        return replace(self, valid=self.valid + 1)

    def with_a_grant(self) -> Self:
        """After one more reward; its ordinal is the new `rewards`, its slot the new `granted`."""
        return replace(self, granted=self.granted + 1, rewards=self.rewards + 1)


def close_ranks(*, length: int, leaving: Collection[int]) -> dict[int, int]:
    """Who moves when some of the places 1 to `length` fall empty: old place -> new place.

    Afterwards those who stay stand at 1 to `length - len(leaving)` without a gap, and as few move as can be:
    the last ones take the holes. Raises ValueError when a leaving place is none of them.
    """
    gone = set(leaving)
    if any(not 1 <= place <= length for place in gone):
        raise ValueError("only who stands in the row can leave it")
    left = length - len(gone)
    holes = sorted(place for place in gone if place <= left)
    movers = [place for place in range(left + 1, length + 1) if place not in gone]
    return dict(zip(movers, holes, strict=True))
