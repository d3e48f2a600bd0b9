"""Which values are the vital few."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain.pareto import pareto


def test_shares_add_up_down_the_rows() -> None:
    """IN-22: count, share, cumulative share."""
    bars = pareto([50, 30, 15, 5], total=100)
    assert [bar.share for bar in bars] == [0.5, 0.3, 0.15, 0.05]
    assert [bar.cumulative_share for bar in bars] == [0.5, 0.8, 0.95, 1.0]


def test_exactly_eighty_percent_is_enough() -> None:
    """IN-22: the value that reaches 80 % is the last of the vital few, and no other follows."""
    assert [bar.vital for bar in pareto([50, 30, 15, 5], total=100)] == [True, True, False, False]
    assert [bar.vital for bar in pareto([50, 29, 16, 5], total=100)] == [True, True, True, False]


def test_one_value_that_is_everything_is_vital() -> None:
    """IN-22: a single department."""
    assert [bar.vital for bar in pareto([3], total=3)] == [True]


def test_nothing_counted_has_no_vital_few() -> None:
    """IN-22: no division by nothing."""
    assert pareto([], total=0) == []
    assert [bar.vital for bar in pareto([0], total=0)] == [False]


@pytest.mark.parametrize(("counts", "total"), [([1, 2], 3), ([-1], 1), ([3, 2], 4)])
def test_counts_that_make_no_sense_are_refused(counts: list[int], total: int) -> None:
    """IN-22: rising, negative, or more than all."""
    with pytest.raises(ValueError):
        pareto(counts, total=total)


@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=60), st.integers(0, 60))
def test_the_vital_few_are_the_fewest_that_reach_eighty_percent(counts: list[int], cut: int) -> None:
    """IN-22: whatever is cut off below, the ones shown above keep their places."""
    counts.sort(reverse=True)
    total = sum(counts)
    bars = pareto(counts, total=total)
    vital = sum(bar.count for bar in bars if bar.vital)
    last = [bar.count for bar in bars if bar.vital][-1]
    assert vital * 10 >= total * 8 > (vital - last) * 10
    assert [bar.vital for bar in bars] == sorted((bar.vital for bar in bars), reverse=True)
    assert bars[-1].cumulative_share == 1.0
    assert pareto(counts[:cut], total=total) == bars[:cut]
