"""How long things took, as a histogram: what medians and deadlines are read from without keeping every time (IN-15).

The bounds grow by at most a fourth, so that a quantile is at most a fourth (or a minute) away from the exact one,
and they include the usual deadlines, for which counts are exact. Means are exact: they come from sums.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from itertools import pairwise

from shared.kernel.errors import FieldError, Invalid

_MINUTES = (0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 18, 22, 26, 30, 36, 42, 50)
_HOURS = (1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4, 5, 6, 7, 8, 10, 12, 14, 16, 18, 21, 24, 28, 32, 36, 42)
_DAYS = (2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 10, 12, 14, 17, 21, 25, 30, 36, 45, 54, 60, 75, 90, 110, 135, 165, 180)
_LONG = (225, 280, 340, 365, 456)
BOUNDS: tuple[int, ...] = (
    *(minutes * 60 for minutes in _MINUTES),
    *(int(hours * 3600) for hours in _HOURS),
    *(int(days * 86_400) for days in (*_DAYS, *_LONG)),
)
"""Seconds at which buckets begin: bucket 1 holds 0 s up to the second bound, the last one all that took longer."""
GROWTH = 1.25
"""What a bound is at most of the one before it, from eight minutes on."""

Histogram = Mapping[int, int]
"""Bucket -> how many."""


class NotADeadline(Invalid):
    slug = "not-a-deadline"
    title = "Counts are kept for certain deadlines only"


def bucket_of(seconds: int) -> int:
    """The bucket of a time of at least 0 seconds; the database says the same with width_bucket."""
    return bisect_right(BOUNDS, seconds)


def quantile(histogram: Histogram, share: float) -> float | None:
    """Hours within which `share` (0.5: the median) of the times lie; None where there are none.

    Times are taken to be spread evenly within their bucket; a time beyond the last bound counts as that bound.
    """
    total = sum(histogram.values())
    if total <= 0:
        return None
    wanted, below = share * total, 0
    found = float(BOUNDS[-1])
    for bucket in sorted(histogram):
        held = histogram[bucket]
        if held > 0 and below + held >= wanted:
            begin = BOUNDS[bucket - 1]
            end = BOUNDS[min(bucket, len(BOUNDS) - 1)]
            found = begin + (end - begin) * (wanted - below) / held
            break
        below += held
    return found / 3600


def at_least(histogram: Histogram, *, hours: float) -> int:
    """How many took `hours` or longer; exact, because only bounds are accepted. Raises NotADeadline."""
    begin = deadline(hours)
    return sum(held for bucket, held in histogram.items() if bucket > begin)


def deadline(hours: float, *, parameter: str = "within_hours") -> int:
    """The bucket that ends at this many hours. Raises NotADeadline, naming the parameter, between two bounds."""
    seconds = hours * 3600
    if seconds not in BOUNDS or seconds <= 0:
        near = sorted(sorted(BOUNDS[1:], key=lambda bound: abs(bound - seconds))[:4])
        told = ", ".join(f"{bound / 3600:g}" for bound in near)
        raise NotADeadline(fields=(FieldError(parameter, f"counts are kept for {told} hours, not for {hours:g}"),))
    return BOUNDS.index(int(seconds))


def spread(histogram: Histogram, *, hours: tuple[float, ...]) -> list[int]:
    """How many took less than the first deadline, then from each to the next, then the last or longer."""
    total = sum(histogram.values())
    late = [total, *(at_least(histogram, hours=one) for one in hours), 0]
    return [earlier - later for earlier, later in pairwise(late)]
