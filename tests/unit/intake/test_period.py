"""The months that an insight is about."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain.dimension import Grain
from services.intake.domain.period import NotAMonth, PeriodBackwards, PeriodTooLong, period, shifted

NOW = datetime(2026, 3, 4, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (None, None, "2025-04 to 2026-03"),
        ("2026-01", None, "2026-01 to 2026-03"),
        (None, "2024-12", "2024-01 to 2024-12"),
        ("2026-02", "2026-02", "2026-02"),
        ("2027-05", None, "2027-05"),
        (None, "1900-03", "1900-01 to 1900-03"),
    ],
)
def test_what_is_not_said_is_the_last_twelve_months(first: str | None, last: str | None, told: str) -> None:
    """IN-22: a period is always shown, so it always has both ends."""
    assert str(period(first=first, last=last, now=NOW)) == told


@pytest.mark.parametrize("written", ["2026-13", "2026-00", "0001-01", "2026-1", "26-01", "3000-01", "٢٠٢٦-٠١", ""])
def test_what_is_no_month_is_named(written: str) -> None:
    """IN-22, SU-2: the parameter that is wrong."""
    with pytest.raises(NotAMonth) as refused:
        period(first=None, last=written, now=NOW)
    assert [field.pointer for field in refused.value.fields] == ["to"]


def test_a_period_has_an_end_after_its_beginning_and_is_bounded() -> None:
    """IN-22: no request grows without bound."""
    with pytest.raises(PeriodBackwards):
        period(first="2026-03", last="2026-02", now=NOW)
    with pytest.raises(PeriodTooLong):
        period(first="2015-01", last="2026-02", now=NOW)
    assert period(first="2016-04", last="2026-03", now=NOW).months == 120


def test_weeks_at_the_edges_belong_whole() -> None:
    """IN-22: the Monday of the week of the first day."""
    found = period(first="2026-03", last="2026-04", now=NOW)
    assert (found.first_week, found.ends_before) == (date(2026, 2, 23), date(2026, 5, 1))


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("2025-01", "2025-12", ["2025"]),
        ("2025-11", "2027-01", ["2025-11", "2025-12", "2026", "2027-01"]),
        ("2025-02", "2025-03", ["2025-02", "2025-03"]),
        (
            "2025-02",
            "2027-05",
            ["2025-02", "2025-03", "2025 Q2", "2025 Q3", "2025 Q4", "2026", "2027 Q1", "2027-04", "2027-05"],
        ),
    ],
)
def test_whole_years_and_quarters_inside_are_read_as_such(first: str, last: str, told: list[str]) -> None:
    """IN-22: the fewest stretches whose sum it is."""
    stretches = period(first=first, last=last, now=NOW).stretches
    written = {
        Grain.YEAR: lambda begin: f"{begin:%Y}",
        Grain.QUARTER: lambda begin: f"{begin:%Y} Q{begin.month // 3 + 1}",
        Grain.MONTH: lambda begin: f"{begin:%Y-%m}",
    }
    assert [written[grain](begin) for grain, begin in stretches] == told


@given(st.dates(date(1950, 1, 1), date(2900, 1, 1)), st.integers(1, 120))
def test_the_stretches_of_a_period_are_its_months_each_once_and_few(day: date, months: int) -> None:
    """IN-22: nothing counts twice and nothing is left out, however the period lies; ten years are 18 at most."""
    first = day.replace(day=1)
    found = period(first=f"{first:%Y-%m}", last=f"{shifted(first, months - 1):%Y-%m}", now=NOW)
    long = {Grain.YEAR: 12, Grain.QUARTER: 3, Grain.MONTH: 1}
    covered = [shifted(begin, month) for grain, begin in found.stretches for month in range(long[grain])]
    assert covered == [shifted(first, month) for month in range(months)]
    assert len(found.stretches) <= 18


@given(st.dates(date(1950, 1, 1), date(2900, 1, 1)), st.integers(-500, 500))
def test_months_are_shifted_there_and_back(day: date, by: int) -> None:
    """IN-22: calendar arithmetic loses no month."""
    month = day.replace(day=1)
    assert shifted(shifted(month, by), -by) == month
