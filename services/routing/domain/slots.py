"""Free times: what is left of somebody's hours when what is booked is taken out (RO-12)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

STEP = timedelta(minutes=15)
"""Times are offered at each quarter of an hour."""


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """From `starts_at` up to, and without, `ends_at`."""

    starts_at: datetime
    ends_at: datetime

    def overlaps(self, other: Interval) -> bool:
        """Whether the two share a moment; meeting end to end they don't."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def within(self, other: Interval) -> bool:
        """Whether all of it lies inside the other."""
        return other.starts_at <= self.starts_at and self.ends_at <= other.ends_at


def joined(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """The same moments with as few intervals as will do, in order."""
    found: list[Interval] = []
    for one in sorted(intervals):
        if found and one.starts_at <= found[-1].ends_at:
            found[-1] = Interval(found[-1].starts_at, max(found[-1].ends_at, one.ends_at))
        elif one.starts_at < one.ends_at:
            found.append(one)
    return tuple(found)


def free(
    duty: Iterable[Interval], booked: Iterable[Interval], *, length: timedelta, earliest: datetime
) -> tuple[Interval, ...]:
    """The times of `length` at which somebody on duty has nothing booked, from `earliest` on, in order.

    Each begins at a full quarter of an hour and lies inside one unbroken stretch of duty. Raises ValueError for a
    length that is not above zero.
    """
    if length <= timedelta(0):
        raise ValueError("an appointment has a length")
    taken = joined(booked)
    found: list[Interval] = []
    for stretch in joined(duty):
        start = on_the_quarter(max(stretch.starts_at, earliest))
        while start + length <= stretch.ends_at:
            wanted = Interval(start, start + length)
            clash = next((one for one in taken if one.overlaps(wanted)), None)
            if clash is None:
                found.append(wanted)
                start += STEP
            else:
                start = on_the_quarter(clash.ends_at)
    return tuple(found)


def on_the_quarter(moment: datetime) -> datetime:
    """The full quarter of an hour (of UTC, which every zone's quarters share) at `moment` or next after it."""
    moment = moment.astimezone(UTC)
    whole = moment.replace(minute=moment.minute - moment.minute % 15, second=0, microsecond=0)
    return whole if whole == moment else whole + STEP
