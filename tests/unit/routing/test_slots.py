"""Free times in somebody's day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.routing.domain.slots import STEP, Interval, free, joined, on_the_quarter

DAY = datetime(2026, 3, 2, tzinfo=UTC)


def at(start: float, end: float) -> Interval:
    """From one hour of the day to another."""
    return Interval(DAY + timedelta(hours=start), DAY + timedelta(hours=end))


MINUTES = st.integers(0, 24 * 60)
INTERVALS = st.lists(
    st.tuples(MINUTES, MINUTES).map(
        lambda pair: Interval(DAY + timedelta(minutes=min(pair)), DAY + timedelta(minutes=max(pair)))
    ),
    max_size=8,
)


@given(INTERVALS, INTERVALS, st.integers(1, 240), MINUTES)
def test_a_free_time_is_on_duty_and_meets_nothing_that_is_booked(
    duty: list[Interval], booked: list[Interval], minutes: int, earliest: int
) -> None:
    """RO-12: whatever the hours and the bookings are; and each begins at a quarter of an hour."""
    length, start = timedelta(minutes=minutes), DAY + timedelta(minutes=earliest)
    found = free(duty, booked, length=length, earliest=start)
    for slot in found:
        assert slot.ends_at - slot.starts_at == length
        assert slot.starts_at >= start
        assert slot.starts_at == on_the_quarter(slot.starts_at)
        assert any(slot.within(stretch) for stretch in joined(duty))
        assert not any(one.overlaps(slot) for one in joined(booked))


@given(INTERVALS, INTERVALS, st.integers(1, 240))
def test_no_free_time_is_kept_back(duty: list[Interval], booked: list[Interval], minutes: int) -> None:
    """RO-12: held against looking at each quarter of the day."""
    length = timedelta(minutes=minutes)
    quarters = [DAY + STEP * step for step in range(24 * 4 + 1)]
    wanted = [Interval(quarter, quarter + length) for quarter in quarters]
    plain = [
        one
        for one in wanted
        if any(one.within(stretch) for stretch in joined(duty)) and not any(b.overlaps(one) for b in joined(booked))
    ]
    assert list(free(duty, booked, length=length, earliest=DAY)) == plain


def test_the_noon_break_and_what_is_booked_are_left_out() -> None:
    """RO-12: a split shift with one call booked, in steps of an hour."""
    found = free([at(9, 12), at(13, 15)], [at(10, 11)], length=timedelta(hours=1), earliest=DAY)
    assert [slot.starts_at.hour for slot in found if slot.starts_at.minute == 0] == [9, 11, 13, 14]


def test_what_meets_end_to_end_does_not_overlap() -> None:
    """RO-12: one call ends as the next begins."""
    assert not at(9, 10).overlaps(at(10, 11))
    assert at(9, 10).overlaps(at(9.5, 9.75))


def test_an_appointment_has_a_length() -> None:
    """RO-12: none is an error of ours, not an endless list."""
    with pytest.raises(ValueError, match="length"):
        free([at(9, 10)], [], length=timedelta(0), earliest=DAY)
