"""How many customers a refusal puts at risk: each who complains stands for many who never say a word (IN-18).

An order of magnitude after the studies of TARP; the assumptions are arguments, and an answer shows them.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What makes other complaints like one: all of these that are known of it."""

    department: str | None
    product: str | None
    category: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """What so many complaints stand for, in whole people, with what was assumed."""

    complaints: int
    """Complaints like this one within `within_days`, itself included."""
    at_least: bool
    """Whether there are more than were counted."""
    within_days: int
    dissatisfied: int
    """Customers with the same reason to complain, those who did included: the ones at risk."""
    silent: int
    """Of these, the ones who never told us."""
    lost: int
    """Of the silent, the ones who don't come back."""
    people_told: int
    """Whom all the dissatisfied tell."""
    never_complain: Decimal
    dont_return: Decimal
    each_tells: int


def customers_at_risk(
    complaints: int,
    *,
    at_least: bool = False,
    within_days: int = 365,
    never_complain: Decimal = Decimal("0.96"),
    dont_return: Decimal = Decimal("0.90"),
    each_tells: int = 9,
) -> Risk:
    """The estimate: with these assumptions one complaint stands for 25 customers, of whom 24 are silent.

    Shares are between 0 and 1, `never_complain` below 1. Raises ValueError for others, or without a complaint.
    """
    if complaints < 1 or not 0 <= never_complain < 1 or not 0 <= dont_return <= 1 or each_tells < 0:
        raise ValueError("an estimate needs a complaint, and shares between 0 and 1")
    dissatisfied = complaints / (1 - Fraction(never_complain))
    silent = dissatisfied - complaints
    return Risk(
        complaints=complaints,
        at_least=at_least,
        within_days=within_days,
        dissatisfied=round(dissatisfied),
        silent=round(silent),
        lost=round(silent * Fraction(dont_return)),
        people_told=round(dissatisfied * each_tells),
        never_complain=never_complain,
        dont_return=dont_return,
        each_tells=each_tells,
    )
