"""The vital few: which values most complaints come from (IN-22)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

VITAL = Fraction(8, 10)
"""The share that the vital few make up."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One value's place: its share, the share of all up to it, and whether it is one of the vital few."""

    count: int
    share: float
    cumulative_share: float
    vital: bool


def pareto(counts: Sequence[int], *, total: int, vital: Fraction = VITAL) -> list[Bar]:
    """The places of counts that come largest first; `total` may hold more than these, which were cut off.

    The vital few are the fewest values from the top that together reach `vital` of the total: the one that
    reaches it belongs to them. Compared as fractions, so that exactly 80 % is 80 %.
    Raises ValueError where the counts rise, are negative, or exceed the total.
    """
    if any(later > earlier for earlier, later in pairwise(counts)) or any(count < 0 for count in counts):
        raise ValueError("counts come largest first and are not negative")
    if sum(counts) > total:
        raise ValueError("the total holds at least what is counted")
    bars, so_far = [], 0
    for count in counts:
        reached = total == 0 or Fraction(so_far, total) >= vital
        so_far += count
        bars.append(
            Bar(
                count=count,
                share=round(count / total, 4) if total else 0.0,
                cumulative_share=round(so_far / total, 4) if total else 0.0,
                vital=count > 0 and not reached,
            )
        )
    return bars
