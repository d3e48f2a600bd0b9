"""From what a clock on the wall shows to the instant it means, also on the two nights when it is changed (RO-7)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from shared.kernel.errors import Invalid

_FINEST = timedelta(seconds=1)


class UnknownTimeZone(Invalid):
    slug = "unknown-time-zone"
    title = "This time zone is not known: use an IANA name such as Europe/Vilnius"


def zone_of(name: str) -> ZoneInfo:
    """The zone of an IANA name. Raises UnknownTimeZone."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownTimeZone from error


@lru_cache(maxsize=16_384)
def instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """The instant, in UTC, that a wall time without a zone means in `zone`.

    A time that comes twice (clocks go back) means its first coming; one that never comes (clocks go forward) means
    the moment of the jump. So a later wall time is never an earlier instant, and shifts never overlap.
    """
    before = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if before.astimezone(zone).replace(tzinfo=None) == wall:
        return before
    return _jump(wall.replace(tzinfo=zone, fold=1).astimezone(UTC), before, zone)


def reading(moment: datetime, zone: ZoneInfo) -> datetime:
    """What the wall shows in `zone`, without the zone, such that a later moment never reads earlier.

    While an hour comes for the second time, the wall counts as showing the end of that hour.
    """
    local = moment.astimezone(zone)
    shown = local.replace(tzinfo=None, fold=0)
    if local.fold == 0:
        return shown
    first = shown.replace(tzinfo=zone, fold=0)
    again = _jump(first.astimezone(UTC), moment.astimezone(UTC), zone)
    return (again + (first.utcoffset() or timedelta())).replace(tzinfo=None)


def _jump(early: datetime, late: datetime, zone: ZoneInfo) -> datetime:
    """The moment between two instants from which on the zone has another offset."""
    offset = early.astimezone(zone).utcoffset()
    while late - early > _FINEST:
        middle = early + (late - early) / 2
        if middle.astimezone(zone).utcoffset() == offset:
            early = middle
        else:
            late = middle
    return late.replace(microsecond=0)
