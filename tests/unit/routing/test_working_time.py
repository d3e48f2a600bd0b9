"""When somebody is on duty, against a brute walk over the minutes, in zones whose clocks jump."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.routing.domain.working_time import (
    DAY,
    OverlappingShifts,
    Shift,
    UnknownTimeZone,
    next_duty,
    on_duty,
    require_apart,
    zone_of,
)

VILNIUS = ZoneInfo("Europe/Vilnius")
NEW_YORK = ZoneInfo("America/New_York")
SPLIT = (Shift(0, 8 * 60, 12 * 60), Shift(0, 16 * 60, 20 * 60))

QUARTERS = st.integers(0, DAY // 15)
SHIFTS = st.lists(
    st.tuples(st.integers(0, 6), QUARTERS, QUARTERS)
    .filter(lambda shift: shift[1] < shift[2])
    .map(lambda shift: Shift(shift[0], shift[1] * 15, shift[2] * 15)),
    min_size=1,
    max_size=5,
)
ZONES = st.sampled_from(["Europe/Vilnius", "Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Tehran"])
JUMPS = st.sampled_from(
    [
        datetime(2026, 3, 29, 0, tzinfo=UTC),  # Europe: forward
        datetime(2026, 10, 25, 0, tzinfo=UTC),  # Europe: back
        datetime(2026, 3, 8, 6, tzinfo=UTC),  # New York: forward
        datetime(2026, 11, 1, 5, tzinfo=UTC),  # New York: back
        datetime(2026, 4, 4, 14, tzinfo=UTC),  # Lord Howe: back by half an hour
        datetime(2026, 10, 3, 15, tzinfo=UTC),  # Lord Howe: forward by half an hour
    ]
)
MOMENTS = st.builds(lambda jump, minutes: jump + timedelta(minutes=minutes), JUMPS, st.integers(-3000, 1500))


def test_a_split_shift_has_a_gap() -> None:
    """RO-1: on duty in the morning and in the evening, not between, by their own wall clock."""

    def at(hour: int, minute: int = 0) -> datetime:
        return datetime(2026, 3, 2, hour, minute, tzinfo=VILNIUS)

    assert [on_duty(SPLIT, VILNIUS, at(hour)) for hour in (7, 8, 11, 12, 15, 16, 19, 20)] == [
        False, True, True, False, False, True, True, False,
    ]  # fmt: skip
    assert next_duty(SPLIT, VILNIUS, at(12)) == at(16)
    assert next_duty(SPLIT, VILNIUS, at(20)) == at(8) + timedelta(days=7)
    assert not on_duty(SPLIT, NEW_YORK, at(8))


def test_whoever_has_no_hours_is_always_there() -> None:
    """RO-1: a directory without hours works as it did before there were any."""
    now = datetime(2026, 3, 1, 3, 14, tzinfo=UTC)
    assert on_duty((), VILNIUS, now)
    assert next_duty((), VILNIUS, now) == now


def test_a_shift_in_the_hour_that_is_skipped_begins_when_the_clock_goes_on() -> None:
    """RO-1: 03:30 does not exist in Vilnius on 29 March 2026; 04:00 does."""
    shift = (Shift(6, 3 * 60 + 30, 6 * 60),)
    night = datetime(2026, 3, 28, 23, tzinfo=VILNIUS)
    assert next_duty(shift, VILNIUS, night) == datetime(2026, 3, 29, 4, tzinfo=VILNIUS)
    swallowed = (Shift(6, 3 * 60, 4 * 60),)
    assert next_duty(swallowed, VILNIUS, night) == datetime(2026, 4, 5, 3, tzinfo=VILNIUS)


def test_the_hour_that_comes_twice_is_worked_twice() -> None:
    """RO-1: 01:30 in New York on 1 November 2026."""
    shift = (Shift(6, 60 + 30, 60 + 45),)
    first = datetime(2026, 11, 1, 1, 30, tzinfo=NEW_YORK)
    assert next_duty(shift, NEW_YORK, first - timedelta(hours=3)) == first.astimezone(UTC)
    after = first.astimezone(UTC) + timedelta(minutes=20)
    assert next_duty(shift, NEW_YORK, after) == first.replace(fold=1).astimezone(UTC)


@given(SHIFTS, ZONES, MOMENTS)
def test_the_next_duty_is_the_first_minute_on_duty(shifts: list[Shift], zone: str, now: datetime) -> None:
    """RO-1: whatever the shifts, the zone and the night, as walking minute by minute finds it."""
    walked, known = now, ZoneInfo(zone)
    while not on_duty(shifts, known, walked):
        walked += timedelta(minutes=1)
    assert next_duty(shifts, known, now) == walked


@given(SHIFTS)
def test_shifts_that_overlap_are_refused(shifts: list[Shift]) -> None:
    """RO-1: exactly when two of them share a minute."""
    minutes = [(shift.weekday, minute) for shift in shifts for minute in range(shift.starts, shift.ends)]
    if len(minutes) == len(set(minutes)):
        require_apart(shifts)
    else:
        with pytest.raises(OverlappingShifts):
            require_apart(shifts)


@pytest.mark.parametrize("name", ["Europe/Atlantis", "../../etc/passwd", "", "x" * 5000, "localtime", "a\x00b"])
def test_a_zone_that_is_none_is_refused(name: str) -> None:
    """RO-1: whatever the name, as an answer and never as a crash."""
    with pytest.raises(UnknownTimeZone):
        zone_of(name)
