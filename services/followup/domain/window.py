"""When a survey may go out: 24 to 48 hours after the resolution, in the customer's daytime (FO-1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

EARLIEST = timedelta(hours=24)
LATEST = timedelta(hours=48)
MARGIN = timedelta(minutes=30)
"""Added to the earliest instant where no daytime is known, so that clocks that disagree a little do no harm."""
SENDING_TAKES = timedelta(minutes=1)
"""Whoever begins to send less than this before the window ends could end after it."""


@dataclass(frozen=True, slots=True)
class Daytime:
    """The hours of a day, on the customer's own clock, in which they may be written to."""

    begins: time
    ends: time
    """The first moment at which it is too late."""

    def holds(self, instant: datetime, zone: ZoneInfo) -> bool:
        """Whether it is daytime in `zone` at `instant`."""
        return self.begins <= instant.astimezone(zone).time() < self.ends

    def next(self, instant: datetime, zone: ZoneInfo) -> datetime:
        """`instant` itself when it is daytime in `zone`, else the next moment at which a day begins there; UTC.

        The day's beginning is reckoned on the wall clock, so a change of summer time moves it with the customer.
        """
        if self.holds(instant, zone):
            return instant.astimezone(UTC)
        local = instant.astimezone(zone)
        day = local.date() if local.time() < self.begins else local.date() + timedelta(days=1)
        return datetime.combine(day, self.begins, tzinfo=zone).astimezone(UTC)


DAYTIME = Daytime(begins=time(9), ends=time(20))


def known_zone(name: str | None) -> ZoneInfo | None:
    """The IANA time zone of that name, or None where it is not given or there is no such zone."""
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, LookupError):
        return None


def window_ends(resolved_at: datetime) -> datetime:
    """The last instant at which a survey about that resolution may go out."""
    return resolved_at + LATEST


def send_at(resolved_at: datetime, zone: ZoneInfo | None, daytime: Daytime = DAYTIME) -> datetime:
    """The earliest acceptable instant, UTC, never outside 24 to 48 hours after `resolved_at` (FO-1).

    Without a known zone there is no known daytime: half an hour after the window opens.
    """
    opens = resolved_at + EARLIEST
    if zone is None:
        return (opens + MARGIN).astimezone(UTC)
    return min(daytime.next(opens, zone), window_ends(resolved_at)).astimezone(UTC)


def next_try(
    *, now: datetime, wait: timedelta, resolved_at: datetime, zone: ZoneInfo | None, daytime: Daytime = DAYTIME
) -> datetime | None:
    """The next instant not before `now + wait` that is inside the window and in daytime; None when there is none.

    `wait` of zero asks whether now itself will do.
    """
    instant = now + wait
    if zone is not None:
        instant = daytime.next(instant, zone)
    return instant if instant + SENDING_TAKES <= window_ends(resolved_at) else None
