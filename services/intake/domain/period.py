"""The stretch of whole months that an insight is about (IN-22)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.intake.domain.dimension import Grain
from shared.kernel.errors import FieldError, Invalid

USUAL_MONTHS = 12
MOST_MONTHS = 120
_LONGEST_FIRST = ((Grain.YEAR, 12), (Grain.QUARTER, 3), (Grain.MONTH, 1))
_EARLIEST, _LATEST = date(1900, 1, 1), date(2999, 12, 1)


class NotAMonth(Invalid):
    slug = "not-a-month"
    title = "A month is written as 2026-03"


class PeriodBackwards(Invalid):
    slug = "period-backwards"
    title = "A period ends no earlier than it begins"


class PeriodTooLong(Invalid):
    slug = "period-too-long"
    title = f"A period has at most {MOST_MONTHS} months"


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day of one month to the last day of another, or of the same."""

    first: date
    """The first day of the first month."""
    last: date
    """The first day of the last month."""

    @property
    def months(self) -> int:
        """How many months it has; at least one."""
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1

    @property
    def ends_before(self) -> date:
        """The first day after it."""
        return shifted(self.last, 1)

    @property
    def stretches(self) -> list[tuple[Grain, date]]:
        """The years, quarters and months that it is the sum of: the longest that lie inside whole."""
        found: list[tuple[Grain, date]] = []
        begin = self.first
        while begin < self.ends_before:
            grain, months = next(
                (grain, months)
                for grain, months in _LONGEST_FIRST
                if begin.month % months == 1 % months and shifted(begin, months) <= self.ends_before
            )
            found.append((grain, begin))
            begin = shifted(begin, months)
        return found

    @property
    def first_week(self) -> date:
        """The Monday of the week that its first day is in: weeks at its edges belong to it whole."""
        return self.first - timedelta(days=self.first.weekday())

    def __str__(self) -> str:
        first, last = f"{self.first:%Y-%m}", f"{self.last:%Y-%m}"
        return first if first == last else f"{first} to {last}"


def period(*, first: str | None, last: str | None, now: datetime) -> Period:
    """The months from `first` to `last` (as 2026-03); without them the twelve months that end with the present one.

    Raises NotAMonth, PeriodBackwards or PeriodTooLong, naming the parameters `from` and `to`.
    """
    given_first, given_last = _month(first, "from"), _month(last, "to")
    present = date(now.year, now.month, 1)
    end = given_last or (max(present, given_first) if given_first else present)
    begin = given_first or max(_EARLIEST, shifted(end, 1 - USUAL_MONTHS))
    if begin > end:
        raise PeriodBackwards(fields=(FieldError("from", f"is after {end:%Y-%m}"),))
    found = Period(begin, end)
    if found.months > MOST_MONTHS:
        raise PeriodTooLong(fields=(FieldError("from", f"{found.months} months lie between these two"),))
    return found


def shifted(month: date, by: int) -> date:
    """The first day of the month that is `by` months later, or earlier where it is negative."""
    years, index = divmod(month.year * 12 + month.month - 1 + by, 12)
    return date(years, index + 1, 1)


def _month(written: str | None, parameter: str) -> date | None:
    if written is None:
        return None
    try:
        found = datetime.strptime(written, "%Y-%m").replace(day=1).date()  # noqa: DTZ007 - a month has no zone
    except ValueError:
        found = None
    if found is None or len(written) != len("2026-03") or not _EARLIEST <= found <= _LATEST:
        raise NotAMonth(fields=(FieldError(parameter, NotAMonth.title),))
    return found
