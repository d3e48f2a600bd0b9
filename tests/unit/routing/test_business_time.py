"""Business time: split shifts, nights, zones, both nights of daylight saving, holidays, the company's own days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.routing.domain.business_calendar import (
    ROUND_THE_CLOCK,
    BusinessCalendar,
    CalendarNeverOpen,
    Shift,
    ShiftsOverlap,
    require_no_overlap,
)
from services.routing.domain.business_time import Span, SpanNotReadable, Unit
from services.routing.domain.public_holidays import UnknownCountry, public_holidays
from services.routing.domain.wall_time import UnknownTimeZone, instant

MINUTE = timedelta(minutes=1)
ZONES = ("Europe/Vilnius", "Europe/London", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC")
SPLIT = (Shift(time(9), time(12, 30)), Shift(time(13, 15), time(18)))
OFFICE = (Shift(time(9), time(17)),)
NIGHT = (Shift(time(22), time(6)),)
EDGES = (
    "2026-03-28T00:00:00+00:00",
    "2026-03-29T00:30:00+00:00",
    "2026-10-24T21:00:00+00:00",
    "2026-10-25T00:59:00+00:00",
    "2026-03-08T05:00:00+00:00",
    "2026-11-01T04:30:00+00:00",
)


def calendar(week: tuple[tuple[Shift, ...], ...], zone: str = "Europe/Vilnius", **more: object) -> BusinessCalendar:
    return BusinessCalendar("test", 1, zone, week, **more)  # type: ignore[arg-type]


def working_days(shifts: tuple[Shift, ...]) -> tuple[tuple[Shift, ...], ...]:
    return (shifts,) * 5 + ((), ())


def at(text: str, zone: str) -> datetime:
    """A moment by what the wall shows in a zone."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def minutes_open(of: BusinessCalendar, start: datetime, end: datetime) -> int:
    """The same as `between`, told apart from it: every minute looks at the wall and asks whether a shift is on.

    On the night on which an hour comes twice, a shift begins and ends with its first coming.
    """
    zone, found, minute = ZoneInfo(of.time_zone), 0, start
    while minute < end:
        wall = minute.astimezone(zone)
        found += any(
            _began(wall, day, shift, zone) and not _ended(wall, day, shift, zone)
            for day in (wall.date(), wall.date() - timedelta(days=1))
            for shift in of.shifts_on(day)
        )
        minute += MINUTE
    return found


def _reached(wall: datetime, edge: datetime, zone: ZoneInfo) -> bool:
    """Whether the wall has shown `edge`, or jumped over it, by now."""
    shown = wall.replace(tzinfo=None)
    if shown >= edge.replace(fold=0):
        return True
    # The wall goes back: what it showed an hour ago may have been later.
    return (
        wall.fold == 1
        and edge <= (wall.replace(fold=0) + timedelta(hours=1)).replace(tzinfo=None, fold=0)
        and (edge.replace(tzinfo=zone).astimezone(UTC) <= wall.astimezone(UTC))
    )


def _began(wall: datetime, day: date, shift: Shift, zone: ZoneInfo) -> bool:
    return _reached(wall, datetime.combine(day, shift.starts), zone)


def _ended(wall: datetime, day: date, shift: Shift, zone: ZoneInfo) -> bool:
    return _reached(wall, shift.until(day), zone)


times = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))


@st.composite
def shifts(draw: st.DrawFn) -> tuple[Shift, ...]:
    """Up to three shifts of one day that do not overlap; the last may reach into the night."""
    edges = sorted(draw(st.sets(times, max_size=6)))
    return tuple(Shift(start, end) for start, end in zip(edges[::2], edges[1::2], strict=False))


@st.composite
def calendars(draw: st.DrawFn) -> BusinessCalendar:
    week = tuple(draw(st.lists(shifts(), min_size=7, max_size=7)))
    if not any(week):
        week = working_days(SPLIT)
    country = draw(st.sampled_from([None, "LT", "GB", "GR", "US"]))
    days = draw(st.dictionaries(st.dates(date(2026, 1, 1), date(2026, 12, 31)), shifts(), max_size=5))
    return calendar(week, draw(st.sampled_from(ZONES)), country=country, days=days)


moments = st.one_of(
    st.integers(0, 330 * 1440).map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + minutes * MINUTE),
    st.sampled_from([datetime.fromisoformat(edge) for edge in EDGES]),
)


@settings(max_examples=80, deadline=None)
@given(of=calendars(), start=moments, minutes=st.integers(1, 5_000))
def test_time_added_is_time_open(of: BusinessCalendar, start: datetime, minutes: int) -> None:
    """RO-7: whatever the shifts, zone and holidays, what `add` reaches is as far away as `between` measures."""
    due = (
        of.add(start, Span(minutes, Unit.BUSINESS_MINUTES))
        if minutes <= 3_660
        else of.add_open(start, minutes * MINUTE)
    )
    assert of.between(start, due) == minutes * MINUTE
    assert of.between(start, due - MINUTE) == (minutes - 1) * MINUTE


@settings(max_examples=25, deadline=None)
@given(of=calendars(), start=moments, hours=st.integers(1, 30))
def test_every_minute_counted_by_the_wall_agrees(of: BusinessCalendar, start: datetime, hours: int) -> None:
    """RO-7: an independent walker, minute by minute over the nights of the change too, finds the same."""
    end = start + timedelta(hours=hours)
    assert of.between(start, end) == minutes_open(of, start, end) * MINUTE


@settings(max_examples=80, deadline=None)
@given(
    of=calendars(), start=moments, later=st.integers(0, 10_000), amount=st.integers(1, 40), unit=st.sampled_from(Unit)
)
def test_who_starts_later_is_never_due_earlier(
    of: BusinessCalendar, start: datetime, later: int, amount: int, unit: Unit
) -> None:
    """RO-7: in every unit; and one more of it is never due earlier either."""
    due = of.add(start, Span(amount, unit))
    assert due >= start
    assert of.add(start + later * MINUTE, Span(amount, unit)) >= due
    assert of.add(start, Span(amount + 1, unit)) >= due


@pytest.mark.parametrize(
    ("zone", "country", "start", "span", "due"),
    [
        # Split shifts: 30 minutes before the break, the rest after it.
        ("Europe/Vilnius", None, "2026-03-02T12:00", "1 business_hours", "2026-03-02T13:45"),
        # Friday evening to Monday, over the weekend and Restoration of Independence on Wednesday 11 March.
        ("Europe/Vilnius", "LT", "2026-03-10T17:00", "2 business_hours", "2026-03-12T10:00"),
        # Orthodox Easter in Athens is a week later than in London.
        ("Europe/Athens", "GR", "2026-04-09T18:30", "1 business_days", "2026-04-14T18:00"),
        ("Europe/London", "GB-ENG", "2026-04-02T10:00", "1 business_days", "2026-04-07T18:00"),
        # Independence Day falls on a Saturday: the Friday before is its substitute.
        ("America/New_York", "US", "2026-07-02T17:00", "2 business_hours", "2026-07-06T10:00"),
        ("Europe/London", "GB-ENG", "2026-12-24T17:00", "2 business_days", "2026-12-30T18:00"),
        # Calendar units keep the time on the wall over the change of the clocks.
        ("Europe/Vilnius", None, "2026-03-28T15:00", "1 days", "2026-03-29T15:00"),
        ("America/New_York", None, "2026-10-25T09:00", "2 weeks", "2026-11-08T09:00"),
        ("Europe/London", None, "2026-01-31T09:00", "1 months", "2026-02-28T09:00"),
        ("Europe/London", None, "2028-01-31T09:00", "13 months", "2029-02-28T09:00"),
    ],
)
def test_known_days(zone: str, country: str | None, start: str, span: str, due: str) -> None:
    """RO-7: Vilnius, Athens, London and New York, their holidays, by the clock on the wall."""
    of = calendar(
        working_days(SPLIT), zone, country=country and country[:2], subdivision=(country and country[3:]) or None
    )
    assert of.add(at(start, zone), Span.read(span)) == at(due, zone)


@pytest.mark.parametrize(
    ("zone", "night", "hours"),
    [
        ("Europe/Vilnius", "2026-03-28T20:00", 7),
        ("Europe/Vilnius", "2026-10-24T20:00", 9),
        ("America/New_York", "2026-03-07T20:00", 7),
        ("America/New_York", "2026-10-31T20:00", 9),
        ("Europe/London", "2026-06-06T20:00", 8),
    ],
)
def test_a_night_shift_is_as_long_as_the_night(zone: str, night: str, hours: int) -> None:
    """RO-7: an hour less in spring and an hour more in autumn, counted as it passes."""
    of = calendar((NIGHT,) * 7, zone)
    start = at(night, zone)
    assert of.between(start, start + timedelta(hours=14)) == timedelta(hours=hours)
    assert of.add(start, Span(1, Unit.BUSINESS_HOURS)) == start + timedelta(hours=3)


def test_a_time_that_never_comes_is_the_jump_and_one_that_comes_twice_is_its_first() -> None:
    """RO-7: half past three on the last Sunday of March in Vilnius, and of October."""
    zone = ZoneInfo("Europe/Vilnius")
    assert instant(datetime.fromisoformat("2026-03-29T03:30"), zone) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert instant(datetime.fromisoformat("2026-10-25T03:30"), zone) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_the_companys_own_days_come_before_the_week_and_the_country() -> None:
    """RO-7: a day off, and a public holiday on which the shop is open for the morning."""
    own = {date(2026, 3, 3): (), date(2026, 3, 11): (Shift(time(9), time(11)),)}
    of = calendar(working_days(OFFICE), country="LT", days=own)
    assert of.add(at("2026-03-02T16:00", of.time_zone), Span(2, Unit.BUSINESS_HOURS)) == at(
        "2026-03-04T10:00", of.time_zone
    )
    assert of.add(at("2026-03-10T16:00", of.time_zone), Span(3, Unit.BUSINESS_HOURS)) == at(
        "2026-03-11T11:00", of.time_zone
    )


def test_frozen_holidays_hold_whatever_a_newer_library_knows() -> None:
    """RO-7: an edition keeps the holidays that were known when it was released."""
    of = calendar(working_days(OFFICE), country="LT", frozen=frozenset({date(2026, 3, 4)}), frozen_until=2026)
    assert of.is_holiday(date(2026, 3, 4))
    assert not of.is_holiday(date(2026, 3, 11))
    assert of.is_holiday(date(2027, 3, 11))


def test_a_calendar_that_never_opens_is_named_after_a_bounded_search() -> None:
    """RO-7, SU-7: no endless loop."""
    of = calendar(((),) * 7)
    start = datetime(2026, 3, 2, tzinfo=UTC)
    with pytest.raises(CalendarNeverOpen):
        of.add(start, Span(1, Unit.BUSINESS_HOURS))
    with pytest.raises(CalendarNeverOpen):
        of.add(start, Span(1, Unit.BUSINESS_DAYS))
    assert of.between(start, start + timedelta(days=30)) == timedelta()


def test_round_the_clock_is_plain_time() -> None:
    """RO-7: where no calendar was chosen, a business hour is an hour and 5 days are 120 hours."""
    start = datetime(2026, 3, 27, 15, 0, tzinfo=UTC)
    assert ROUND_THE_CLOCK.add(start, Span.read("4 business_hours")) == start + timedelta(hours=4)
    assert ROUND_THE_CLOCK.add(start, Span.read("5 days")) == start + timedelta(hours=120)


@pytest.mark.parametrize(
    "written", ["", "4", "hours", "0 hours", "-1 hours", "4 fortnights", "3661 days", "4  hours", "4 Hours"]
)
def test_a_length_that_means_nothing_is_refused(written: str) -> None:
    """RO-7, SU-7: a number and a unit, and nothing else."""
    with pytest.raises(SpanNotReadable):
        Span.read(written)


def test_unknown_places_are_named() -> None:
    """RO-7, SU-7: a country, a part of one, a time zone."""
    with pytest.raises(UnknownCountry):
        public_holidays("XX", None, 2026)
    with pytest.raises(UnknownCountry):
        public_holidays("GB", "ATLANTIS", 2026)
    for name in ("Mars/Olympus", "../etc/passwd", ""):
        with pytest.raises(UnknownTimeZone):
            calendar(working_days(OFFICE), name)


def test_overlapping_shifts_are_refused_over_midnight_too() -> None:
    """RO-7: Sunday's night shift reaches into Monday."""
    require_no_overlap(working_days(SPLIT))
    with pytest.raises(ShiftsOverlap):
        require_no_overlap(((Shift(time(9), time(12)), Shift(time(11), time(13))), *((),) * 6))
    with pytest.raises(ShiftsOverlap):
        require_no_overlap(((Shift(time(5), time(9)),), *((),) * 5, NIGHT))
