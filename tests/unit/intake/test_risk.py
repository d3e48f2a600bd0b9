"""How many customers a refusal puts at risk."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.intake.domain.risk import customers_at_risk
from services.intake.domain.tarp import Assumptions


def test_one_complaint_stands_for_twenty_five_customers() -> None:
    """IN-18: with the assumptions of TARP, shown beside the figures."""
    risk = customers_at_risk(2, Assumptions())
    assert (risk.dissatisfied, risk.silent, risk.lost, risk.people_told) == (50, 48, 43, 450)
    assert (risk.never_complain, risk.dont_return, risk.each_tells) == (Decimal("0.96"), Decimal("0.90"), 9)
    assert (risk.complaints, risk.at_least, risk.within_days) == (2, False, 365)


@given(
    some.integers(1, 10**6),
    some.decimals(0, "0.999", places=3),
    some.decimals(0, 1, places=3),
    some.integers(0, 100),
)
def test_more_complaints_are_never_less_risk(count: int, never: Decimal, dont: Decimal, tells: int) -> None:
    """IN-18: the lost are among the silent, the silent among the dissatisfied."""
    assumed: dict[str, Any] = {"never_complain": never, "dont_return": dont, "each_tells": Decimal(tells)}
    risk, more = customers_at_risk(count, Assumptions(**assumed)), customers_at_risk(count + 1, Assumptions(**assumed))
    assert 0 <= risk.lost <= risk.silent <= risk.dissatisfied
    assert risk.dissatisfied >= count
    assert more.dissatisfied >= risk.dissatisfied
    assert more.lost >= risk.lost


def test_an_estimate_needs_a_complaint() -> None:
    """IN-18: the assumptions themselves are held to their bounds where they are made."""
    with pytest.raises(ValueError, match="estimate"):
        customers_at_risk(0, Assumptions())
