"""A person's tally in a programme, and how a row of places closes when some leave it (RE-1, RE-4)."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID


class Tally(NamedTuple):
    """How many compliments count, how many rewards live, how many were ever granted.

    Between transactions `granted == valid // threshold` always; the schema refuses a commit where it is not.
    """

    programme_id: int
    staff_id: UUID
    threshold: int
    valid: int = 0
    granted: int = 0
    rewards: int = 0

    @property
    def due(self) -> int:
        """How many rewards the valid compliments are worth."""
        return self.valid // self.threshold

    def count_one(self) -> tuple[Tally, bool]:
        """After one more valid compliment, and whether it completes a reward: that one's ordinal is the new
        `rewards`, its slot the new `granted`."""
        valid = self.valid + 1
        earned = int(valid // self.threshold > self.granted)
        fresh = Tally(
            self.programme_id,
            self.staff_id,
            self.threshold,
            valid,
            self.granted + earned,
            self.rewards + earned,
        )
        return fresh, earned == 1


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
