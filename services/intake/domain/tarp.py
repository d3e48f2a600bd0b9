"""How many are dissatisfied and silent for each one who complains: the TARP estimate (IN-22).

After the studies of TARP for the White House Office of Consumer Affairs: of dissatisfied customers 96 % never complain,
90 % of those don't come back, each tells nine people, and 13 % tell twenty or more. It is an estimate of an
order of magnitude, so its assumptions are arguments, and an answer shows those that it was made with.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from shared.kernel.errors import FieldError, Invalid


class ImplausibleAssumption(Invalid):
    slug = "implausible-assumption"
    title = "An assumption of the estimate is out of its bounds"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """What is assumed; shares between 0 and 1. Raises ImplausibleAssumption, naming each that is out of bounds."""

    never_complain: Decimal = Decimal("0.96")
    """Of the dissatisfied; below 1, or nobody would complain."""
    dont_return: Decimal = Decimal("0.90")
    """Of those who never complain."""
    each_tells: Decimal = Decimal(9)
    """People whom a dissatisfied customer tells, on average."""
    tell_many_share: Decimal = Decimal("0.13")
    """Of the dissatisfied: those who tell `tell_many` or more."""
    tell_many: Decimal = Decimal(20)

    def __post_init__(self) -> None:
        wrong = [
            FieldError(name, "must be between 0 and 1")
            for name in ("dont_return", "tell_many_share")
            if not 0 <= getattr(self, name) <= 1
        ]
        if not 0 <= self.never_complain < 1:
            wrong.append(FieldError("never_complain", "must be at least 0 and below 1"))
        wrong += [
            FieldError(name, "must not be negative")
            for name in ("each_tells", "tell_many")
            if not getattr(self, name) >= 0
        ]
        if wrong:
            raise ImplausibleAssumption(fields=tuple(wrong))


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What the complaints stand for; exact fractions of people, to be rounded where they are shown."""

    complaints: int
    dissatisfied: Fraction
    """All who had reason to complain, those who did included."""
    silent: Fraction
    """Of these, the ones who never said a word to us."""
    lost: Fraction
    """Of the silent, the ones who don't come back."""
    people_told: Fraction
    """Whom all the dissatisfied tell, on average."""
    telling_many: Fraction
    """Of the dissatisfied, the ones who tell many."""
    told_by_those: Fraction
    """Whom these tell at least; they are among `people_told` as far as the average holds."""


def estimate(complaints: int, assumed: Assumptions) -> Estimate:
    """What so many complaints stand for: 1 stands for 25 dissatisfied, of whom 24 are silent. Pure arithmetic."""
    dissatisfied = complaints / (1 - Fraction(assumed.never_complain))
    silent = dissatisfied - complaints
    many = dissatisfied * Fraction(assumed.tell_many_share)
    return Estimate(
        complaints=complaints,
        dissatisfied=dissatisfied,
        silent=silent,
        lost=silent * Fraction(assumed.dont_return),
        people_told=dissatisfied * Fraction(assumed.each_tells),
        telling_many=many,
        told_by_those=many * Fraction(assumed.tell_many),
    )
