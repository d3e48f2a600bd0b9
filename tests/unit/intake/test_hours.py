"""Quantiles from a histogram against exact ones, and deadlines, whose counts are exact."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain.hours import (
    BOUNDS,
    GROWTH,
    NotADeadline,
    at_least,
    bucket_of,
    deadline,
    quantile,
    spread,
)
from services.intake.settings import USUAL_DEADLINES

LONGEST = BOUNDS[-1]
TIMES = st.lists(st.integers(0, LONGEST), min_size=1, max_size=300)


def test_bounds_rise_by_at_most_a_fourth() -> None:
    """IN-15: what the precision of every median stands on."""
    assert BOUNDS[0] == 0
    assert all(earlier < later for earlier, later in pairwise(BOUNDS))
    assert all(later <= max(earlier * GROWTH, earlier + 60) for earlier, later in pairwise(BOUNDS)), (
        "below eight minutes a bucket is a minute"
    )


@pytest.mark.parametrize("hours", USUAL_DEADLINES)
def test_usual_deadlines_are_bounds(hours: float) -> None:
    """IN-15: what the settings offer is counted exactly."""
    assert BOUNDS[deadline(hours)] == hours * 3600


@given(TIMES, st.floats(0.01, 1.0))
def test_a_quantile_is_a_fourth_or_a_minute_from_the_exact_one(times: list[int], part: float) -> None:
    """IN-22: the stated precision, for any times."""
    found = quantile(Counter(map(bucket_of, times)), part)
    assert found is not None
    exact = sorted(times)[max(0, math.ceil(part * len(times)) - 1)]
    assert abs(found * 3600 - exact) <= max(60, exact * (GROWTH - 1)) + 1e-6


@given(TIMES)
def test_quantiles_rise(times: list[int]) -> None:
    """IN-22: the median is never above the ninetieth percentile."""
    histogram = Counter(map(bucket_of, times))
    median, ninety = quantile(histogram, 0.5), quantile(histogram, 0.9)
    assert median is not None
    assert ninety is not None
    assert median <= ninety


@given(st.lists(st.integers(0, 3 * LONGEST), max_size=100), st.sampled_from(BOUNDS[1:]))
def test_counts_at_a_deadline_are_exact(times: list[int], bound: int) -> None:
    """IN-15: how many took as long or longer."""
    assert at_least(Counter(map(bucket_of, times)), hours=bound / 3600) == sum(time >= bound for time in times)


@given(st.lists(st.integers(0, 3 * LONGEST), max_size=100))
def test_brackets_hold_every_time_once(times: list[int]) -> None:
    """IN-15: under the first, between, and beyond the last deadline."""
    hours = (1.0, 24.0, 168.0)
    held = spread(Counter(map(bucket_of, times)), hours=hours)
    edges = [0, *(int(one * 3600) for one in hours), math.inf]
    assert held == [sum(a <= time < b for time in times) for a, b in pairwise(edges)]


def test_nothing_has_no_median() -> None:
    """IN-22: none is not zero."""
    assert quantile({}, 0.5) is None
    assert quantile({3: 0}, 0.5) is None


@pytest.mark.parametrize("hours", [0, -1, 23, 1e9, 0.31])
def test_a_deadline_between_two_bounds_is_refused(hours: float) -> None:
    """IN-15: with the nearest ones named, rather than answered with a guess."""
    with pytest.raises(NotADeadline) as refused:
        deadline(hours)
    assert "counts are kept for" in refused.value.fields[0].detail
