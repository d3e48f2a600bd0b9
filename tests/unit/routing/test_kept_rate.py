"""The rate of promises kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.routing.domain.kept_rate import FEW, kept_rate

COUNTS = st.integers(min_value=0, max_value=1000)


def test_delays_told_in_time_are_shown_apart() -> None:
    """RO-8: they are not kept as promised, and not broken silently either."""
    rate = kept_rate(kept=6, kept_later=2, broken=2)
    assert (rate.as_promised, rate.kept_or_told) == (0.6, 0.8)


@given(COUNTS, COUNTS, COUNTS)
def test_a_rate_is_a_share_or_withheld(kept: int, kept_later: int, broken: int) -> None:
    """RO-8: never of too few, never beyond one, and who tells in time never looks worse for it."""
    rate = kept_rate(kept=kept, kept_later=kept_later, broken=broken)
    shares = (rate.as_promised, rate.kept_or_told)
    if rate.settled < FEW:
        assert shares == (None, None)
        return
    as_promised, kept_or_told = (share for share in shares if share is not None)
    assert 0 <= as_promised <= kept_or_told <= 1
    assert kept_or_told == 1 or broken > 0


def test_nothing_less_than_nought_is_counted() -> None:
    """RO-8: a count that can't be is an error of ours."""
    with pytest.raises(ValueError, match="nought"):
        kept_rate(kept=-1, kept_later=0, broken=0)
