"""How many customers a refusal puts at risk: each who complains stands for many who never say a word (IN-18).

An order of magnitude after the studies of TARP; the assumptions are those of `tarp`, and an answer shows them.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from services.intake.domain.tarp import Assumptions, estimate


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
    each_tells: Decimal


def customers_at_risk(complaints: int, assumed: Assumptions, *, at_least: bool = False, within_days: int = 365) -> Risk:
    """The estimate of `tarp`, in whole people: by its usual assumptions one complaint stands for 25 customers.

    Raises ValueError without a complaint.
    """
    if complaints < 1:
        raise ValueError("an estimate needs a complaint")
    made = estimate(complaints, assumed)
    return Risk(
        complaints=complaints,
        at_least=at_least,
        within_days=within_days,
        dissatisfied=round(made.dissatisfied),
        silent=round(made.silent),
        lost=round(made.lost),
        people_told=round(made.people_told),
        never_complain=assumed.never_complain,
        dont_return=assumed.dont_return,
        each_tells=assumed.each_tells,
    )
