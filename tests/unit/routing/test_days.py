"""The days of an insight."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.routing.domain.days import MOST_DAYS, DaysBackwards, DaysTooMany, days
from tests.unit.routing.people import NOON

DATES = st.none() | st.dates(date(1900, 1, 1), date(2999, 12, 31))


def test_without_a_word_it_is_the_ninety_days_that_end_today() -> None:
    """RO-5: both ends count."""
    found = days(first=None, last=None, now=NOON)
    assert (found.first, found.last) == (date(2025, 12, 3), date(2026, 3, 2))
    assert found.begins == datetime(2025, 12, 3, tzinfo=UTC)
    assert found.ends_before == datetime(2026, 3, 3, tzinfo=UTC)


@given(DATES, DATES)
def test_any_two_days_are_a_period_or_refused(first: date | None, last: date | None) -> None:
    """RO-5: never a period that ends before it begins or has no end."""
    try:
        found = days(first=first, last=last, now=NOON)
    except (DaysBackwards, DaysTooMany):
        length = (last or NOON.date()) - (first or NOON.date())
        assert length < timedelta() or length >= timedelta(days=MOST_DAYS)
    else:
        assert timedelta() < found.ends_before - found.begins <= timedelta(days=MOST_DAYS)
        assert first in (None, found.first)
        assert last in (None, found.last)


@given(st.dates(date(1910, 1, 2), date(2999, 12, 31)))
def test_what_is_refused_names_the_parameter(last: date) -> None:
    """RO-5: the first of two days that are the wrong way round."""
    with pytest.raises(DaysBackwards) as refused:
        days(first=last, last=last - timedelta(days=1), now=NOON)
    assert refused.value.fields[0].pointer == "from"


@pytest.mark.parametrize("now", [datetime(2026, 3, 2, 23, 59, tzinfo=UTC), datetime(2026, 3, 2, 0, 0, tzinfo=UTC)])
def test_today_is_the_day_of_utc(now: datetime) -> None:
    """SU-8: by the time that is given, nothing else."""
    assert days(first=None, last=None, now=now).last == date(2026, 3, 2)
