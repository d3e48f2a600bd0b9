"""The stretch of whole days (UTC) that an insight is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from shared.kernel.errors import FieldError, Invalid

USUAL_DAYS = 90
MOST_DAYS = 3_660


class DaysBackwards(Invalid):
    slug = "days-backwards"
    title = "A period ends no earlier than it begins"


class DaysTooMany(Invalid):
    slug = "days-too-many"
    title = f"A period has at most {MOST_DAYS} days"


@dataclass(frozen=True, slots=True)
class Days:
    """From one day to another or the same, both counted."""

    first: date
    last: date

    @property
    def begins(self) -> datetime:
        """The first moment of it."""
        return datetime.combine(self.first, time(), UTC)

    @property
    def ends_before(self) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.last, time(), UTC) + timedelta(days=1)


def days(*, first: date | None, last: date | None, now: datetime) -> Days:
    """The days asked for; without them the ninety that end with today.

    Raises DaysBackwards or DaysTooMany, naming the parameter `from`.
    """
    today = now.astimezone(UTC).date()
    end = last or (max(today, first) if first else today)
    begin = first or end - timedelta(days=USUAL_DAYS - 1)
    if begin > end:
        raise DaysBackwards(fields=(FieldError("from", f"is after {end:%Y-%m-%d}"),))
    if (end - begin).days >= MOST_DAYS:
        raise DaysTooMany(fields=(FieldError("from", f"more than {MOST_DAYS} days lie between these two"),))
    return Days(begin, end)
