"""When a company is open: split shifts, time zones, daylight saving, public holidays, its own days (RO-7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from services.routing.domain.business_time import EXACT, Span, Unit
from services.routing.domain.public_holidays import public_holidays
from services.routing.domain.wall_time import instant, reading, zone_of
from shared.kernel.errors import FieldError, Invalid

SEARCHED_DAYS = 400
"""So many days in a row without an open one, and a calendar counts as never open."""
_DAY = timedelta(days=1)


class CalendarNeverOpen(Invalid):
    slug = "calendar-never-open"
    title = "This calendar has no open hour for more than a year"


class ShiftsOverlap(Invalid):
    slug = "shifts-overlap"
    title = "Two shifts of a day overlap"


@dataclass(frozen=True, slots=True, order=True)
class Shift:
    """From `starts` until `ends` by the clock on the wall; an end that is not later is on the next day."""

    starts: time
    ends: time

    def until(self, day: date) -> datetime:
        """When it ends, by the wall, if it starts on `day`."""
        return datetime.combine(day if self.ends > self.starts else day + _DAY, self.ends)


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """A week of shifts (Monday first) in a time zone, without public holidays, with the company's own days.

    `days` are those days on which other shifts hold than in any such week, none at all for a day that is closed.
    `frozen` holds the public holidays of the years up to `frozen_until`, as they were known when the edition was
    released: a newer library then moves no clock. A shift belongs to the day on which it starts.
    """

    code: str
    edition: int
    time_zone: str
    week: tuple[tuple[Shift, ...], ...]
    country: str | None = None
    subdivision: str | None = None
    days: Mapping[date, tuple[Shift, ...]] = field(default_factory=dict, hash=False)
    frozen: frozenset[date] = frozenset()
    frozen_until: int = 0

    def __post_init__(self) -> None:
        zone_of(self.time_zone)

    def shifts_on(self, day: date) -> tuple[Shift, ...]:
        """The shifts that start on a day."""
        if day in self.days:
            return self.days[day]
        return () if self.is_holiday(day) else self.week[day.weekday()]

    def is_holiday(self, day: date) -> bool:
        """Whether the country rests on that day."""
        if self.country is None:
            return False
        if day.year <= self.frozen_until:
            return day in self.frozen
        return day in public_holidays(self.country, self.subdivision, day.year)

    def add(self, start: datetime, amount: Span) -> datetime:
        """The moment, in UTC, at which `amount` has passed since `start`.

        Business hours count while the calendar is open. Business days end with the last shift of the n-th open day
        after the day of `start`. Days, weeks and months keep the time on the wall. Raises CalendarNeverOpen.
        """
        match amount.unit:
            case Unit.MINUTES | Unit.HOURS:
                return start + amount.amount * EXACT[amount.unit]
            case Unit.BUSINESS_MINUTES | Unit.BUSINESS_HOURS:
                return self.add_open(start, amount.amount * EXACT[amount.unit])
            case Unit.BUSINESS_DAYS:
                return self.close_after(start, int(amount.amount))
            case Unit.DAYS | Unit.WEEKS:
                days = amount.amount * (7 if amount.unit is Unit.WEEKS else 1)
                return self._on_the_wall(self._local(start) + days * _DAY)
            case Unit.MONTHS:
                return self._on_the_wall(_months_on(self._local(start), int(amount.amount)))

    def add_open(self, start: datetime, length: timedelta) -> datetime:
        """The moment at which the calendar has been open for `length` since `start`; raises CalendarNeverOpen."""
        left = length
        for opens, closes in self._open_after(start):
            if left <= closes - opens:
                return opens + left
            left -= closes - opens
        raise CalendarNeverOpen

    def between(self, start: datetime, end: datetime) -> timedelta:
        """For how long the calendar is open from `start` to `end`; nothing where `end` is not later."""
        total = timedelta()
        if end <= start:
            return total
        day, last = self._local(start).date() - _DAY, self._local(end).date()
        while day <= last:
            for opens, closes in self._open_on(day):
                total += max(timedelta(), min(closes, end) - max(opens, start))
            day += _DAY
        return total

    def open_days(self, after: datetime, until: datetime) -> int:
        """How many open days there are after the day of `after`, up to and with the day of `until`."""
        day, last, found = self._local(after).date(), self._local(until).date(), 0
        while day < last:
            day += _DAY
            found += bool(self.shifts_on(day))
        return found

    def close_after(self, start: datetime, number: int) -> datetime:
        """The end of the last shift of the `number`-th open day after that of `start`; 0: of its own, or the next.

        Raises CalendarNeverOpen.
        """
        day = self._local(start).date()
        left, closed = max(number, 1), 0
        if number > 0:
            day += _DAY
        while closed <= SEARCHED_DAYS:
            shifts = self.shifts_on(day)
            closed = 0 if shifts else closed + 1
            left -= bool(shifts)
            if left == 0:
                return instant(max(shift.until(day) for shift in shifts), zone_of(self.time_zone))
            day += _DAY
        raise CalendarNeverOpen

    def moved(self, moment: datetime, since: datetime, until: datetime) -> datetime:
        """`moment` as much later as the wall shows more at `until` than at `since`."""
        return self._on_the_wall(self._local(moment) + (self._local(until) - self._local(since)))

    def _open_after(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        day, closed = self._local(start).date() - _DAY, 0
        while closed <= SEARCHED_DAYS:
            closed += 1
            for opens, closes in self._open_on(day):
                if closes > start:
                    closed = 0
                    yield max(opens, start), closes
            day += _DAY

    def _open_on(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """When it opens and closes for the shifts of a day, without what still belongs to the day before."""
        zone = zone_of(self.time_zone)
        before = day - _DAY
        taken = max((instant(shift.until(before), zone) for shift in self.shifts_on(before)), default=None)
        for shift in sorted(self.shifts_on(day)):
            opens = instant(datetime.combine(day, shift.starts), zone)
            closes = instant(shift.until(day), zone)
            opens = opens if taken is None else max(opens, taken)
            if closes > opens:
                taken = closes
                yield opens, closes

    def _local(self, moment: datetime) -> datetime:
        return reading(moment, zone_of(self.time_zone))

    def _on_the_wall(self, local: datetime) -> datetime:
        return instant(local, zone_of(self.time_zone))


def _months_on(local: datetime, months: int) -> datetime:
    """The same day `months` later, or the last of a month that has no such day."""
    year, month = divmod(local.year * 12 + local.month - 1 + months, 12)
    first = local.replace(year=year, month=month + 1, day=1)
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - _DAY
    return first.replace(day=min(local.day, last.day))


def require_no_overlap(week: tuple[tuple[Shift, ...], ...], *, pointer: str = "/week") -> None:
    """No two shifts share an hour, those over midnight into the next day among them. Raises ShiftsOverlap."""
    monday = date(2024, 1, 1)
    spans = sorted(
        (datetime.combine(monday + n * _DAY, shift.starts), shift.until(monday + n * _DAY))
        for n in range(len(week) * 2)
        for shift in week[n % len(week)]
    )
    if any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
        raise ShiftsOverlap(fields=(FieldError(pointer, "these shifts overlap"),))


ROUND_THE_CLOCK = BusinessCalendar("always", 1, "UTC", ((Shift(time(0), time(0)),),) * 7)
"""Where no calendar was chosen: always open, by UTC."""
