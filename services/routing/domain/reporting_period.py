"""The days that a figure is about (RO-7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from shared.kernel.errors import FieldError, Invalid

USUAL_DAYS, MOST_DAYS = 30, 731


class PeriodUnusable(Invalid):
    slug = "period-unusable"
    title = "This period can't be told of"


@dataclass(frozen=True, slots=True)
class ReportingPeriod:
    """From the first to the last day, both with all their hours, by UTC."""

    first: date
    last: date

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.first, time(), UTC)

    @property
    def ends(self) -> datetime:
        """The first moment that is not in it."""
        return datetime.combine(self.last + timedelta(days=1), time(), UTC)


def reporting_period(first: date | None, last: date | None, *, now: datetime) -> ReportingPeriod:
    """The days asked for; without them the thirty that end today. Raises PeriodUnusable."""
    ends = last or (first + timedelta(days=USUAL_DAYS - 1) if first else now.astimezone(UTC).date())
    begins = first or ends - timedelta(days=USUAL_DAYS - 1)
    if ends < begins:
        raise PeriodUnusable(fields=(FieldError("to", "is before `from`"),))
    if (ends - begins).days >= MOST_DAYS:
        raise PeriodUnusable(fields=(FieldError("from", f"at most {MOST_DAYS} days at a time"),))
    return ReportingPeriod(begins, ends)
