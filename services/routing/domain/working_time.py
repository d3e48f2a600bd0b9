"""When somebody works: shifts of a week in a time zone, daylight saving included (RO-1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from shared.kernel.errors import Invalid

DAY = 24 * 60
"""Minutes of a day; a shift that ends with the day ends here."""
_WEEK = 7
_MINUTE = timedelta(minutes=1)


class OverlappingShifts(Invalid):
    slug = "overlapping-shifts"
    title = "Two shifts of one day overlap"


class UnknownTimeZone(Invalid):
    slug = "unknown-time-zone"
    title = "There is no time zone of this name"


@dataclass(frozen=True, slots=True, order=True)
class Shift:
    """From minute to minute of a weekday (Monday is 0) by the wall clock; over midnight it takes two."""

    weekday: int
    starts: int
    ends: int

    def holds(self, local: datetime) -> bool:
        """Whether the wall clock stands within it."""
        return self.weekday == local.weekday() and self.starts <= local.hour * 60 + local.minute < self.ends


@lru_cache(maxsize=1)
def time_zones() -> frozenset[str]:
    """Every time zone that is known here, by its IANA name."""
    return frozenset(available_timezones()) - {"localtime", "posixrules", "Factory"}


def zone_of(name: str | None) -> ZoneInfo:
    """The zone of a name; without one the hours are in UTC. Raises UnknownTimeZone."""
    if name is None:
        return ZoneInfo("UTC")
    if name not in time_zones():
        raise UnknownTimeZone
    return ZoneInfo(name)


def require_apart(shifts: Iterable[Shift]) -> None:
    """Raises OverlappingShifts when two shifts of one day share a minute; one may begin where another ends."""
    ordered = sorted(shifts)
    for one, other in pairwise(ordered):
        if one.weekday == other.weekday and other.starts < one.ends:
            raise OverlappingShifts


def on_duty(shifts: Sequence[Shift], zone: ZoneInfo, now: datetime) -> bool:
    """Whether somebody works at this moment; whoever has no shifts is always on duty."""
    if not shifts:
        return True
    local = now.astimezone(zone)
    return any(shift.holds(local) for shift in shifts)


def next_duty(shifts: Sequence[Shift], zone: ZoneInfo, now: datetime) -> datetime:
    """When they work next, at `now` the earliest, in UTC.

    An hour that the clock skips belongs to nobody: the shift begins when the clock goes on. An hour that comes twice
    is worked twice.
    """
    if on_duty(shifts, zone, now):
        return now
    today = now.astimezone(zone).date()
    for days in range(_WEEK + 2):
        day = today + timedelta(days=days)
        begins = (
            moment
            for shift in shifts
            if shift.weekday == day.weekday()
            for moment in _beginnings(shift, day, zone)
            if moment >= now and on_duty(shifts, zone, moment)
        )
        if (first := min(begins, default=None)) is not None:
            return first
    # All of a week's shifts may lie in the hour that is skipped tonight; they are worked the week after.
    return next_duty(shifts, zone, now + timedelta(days=_WEEK))


def _beginnings(shift: Shift, day: date, zone: ZoneInfo) -> Iterator[datetime]:
    wall = datetime.combine(day, time(shift.starts // 60, shift.starts % 60), tzinfo=zone)
    once, again = wall.astimezone(UTC), wall.replace(fold=1).astimezone(UTC)
    yield once
    if again > once:
        yield again
    moment = again
    # `again` before `once`: this minute is skipped, and somewhere between the two the clock goes on.
    while moment < once:
        yield moment
        moment += _MINUTE
