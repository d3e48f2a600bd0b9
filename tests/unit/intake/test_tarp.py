"""The estimate of silent complainers, and what it refuses."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain.tarp import Assumptions, ImplausibleAssumption, estimate


def test_one_complaint_stands_for_twenty_five_of_whom_twenty_four_are_silent() -> None:
    """IN-22: the worked example of TARP, exact."""
    found = estimate(1, Assumptions())
    assert (found.dissatisfied, found.silent) == (25, 24)
    assert found.lost == Fraction(216, 10)
    assert found.people_told == 225
    assert found.telling_many == Fraction(325, 100)
    assert found.told_by_those == 65


def test_a_year_of_complaints() -> None:
    """IN-22: a thousand complaints, twenty-five thousand dissatisfied, and 225 thousand who heard of it."""
    found = estimate(1000, Assumptions())
    assert [found.dissatisfied, found.silent, found.lost] == [25_000, 24_000, 21_600]
    assert [found.people_told, found.telling_many, found.told_by_those] == [225_000, 3_250, 65_000]


def test_other_assumptions_give_another_estimate() -> None:
    """IN-22: replaceable, each of them."""
    assumed = Assumptions(
        never_complain=Decimal("0.5"),
        dont_return=Decimal("0.25"),
        each_tells=Decimal("2.5"),
        tell_many_share=Decimal("0.1"),
        tell_many=Decimal(30),
    )
    found = estimate(10, assumed)
    assert (found.dissatisfied, found.silent, found.lost) == (20, 10, Fraction(5, 2))
    assert (found.people_told, found.telling_many, found.told_by_those) == (50, 2, 60)


def test_everyone_complaining_leaves_nobody_silent() -> None:
    """IN-22: with no silent customers only those who complained count."""
    found = estimate(7, Assumptions(never_complain=Decimal(0)))
    assert (found.dissatisfied, found.silent, found.lost) == (7, 0, 0)


def test_every_implausible_assumption_is_named_at_once() -> None:
    """IN-22: one refusal lists them all; nobody complaining at all would divide by nothing."""
    with pytest.raises(ImplausibleAssumption) as refused:
        Assumptions(
            never_complain=Decimal(1),
            dont_return=Decimal("1.1"),
            each_tells=Decimal(-1),
            tell_many_share=Decimal(-1),
            tell_many=Decimal(-20),
        )
    assert {field.pointer for field in refused.value.fields} == {
        "never_complain",
        "dont_return",
        "each_tells",
        "tell_many_share",
        "tell_many",
    }


@given(
    complaints=st.integers(0, 10**9),
    never=st.decimals("0", "0.999", places=3),
    gone=st.decimals("0", "1", places=3),
)
def test_the_stages_always_add_up(complaints: int, never: Decimal, gone: Decimal) -> None:
    """IN-22: silent and complaining make up the dissatisfied; nobody is lost who was not silent."""
    found = estimate(complaints, Assumptions(never_complain=never, dont_return=gone))
    assert found.silent + complaints == found.dissatisfied
    assert 0 <= found.lost <= found.silent
    assert found.silent == found.dissatisfied * Fraction(never)
