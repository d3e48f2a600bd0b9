"""A programme: which comments count, and what a number of them earns (RE-1, RE-2, RE-3)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class RewardKind(StrEnum):
    """What a programme gives."""

    PAID_DAY_OFF = "paid_day_off"


class WhyNot(StrEnum):
    """Why a comment does not count for the people it names."""

    NOT_POSITIVE = "not_positive"
    SOLICITED = "solicited"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Programme:
    """What counts and what it earns; stored as data, so that a company sets its own."""

    id: int
    code: str
    """Its public name; a later version of it keeps the code and gets a new id."""
    threshold: int
    """Compliments for one reward."""
    min_rating: int
    """The lowest rating, of 1 to 5, that is praise."""
    voluntary_only: bool
    reward: RewardKind
    days: Decimal
    """What one reward is worth, in days."""

    def judge(self, *, rating: int, voluntary: bool, withdrawn: bool) -> WhyNot | None:
        """Why a comment does not count, or None when it does (RE-2); the first reason of the three is named."""
        if withdrawn:
            return WhyNot.WITHDRAWN
        if rating < self.min_rating:
            return WhyNot.NOT_POSITIVE
        if self.voluntary_only and not voluntary:
            return WhyNot.SOLICITED
        return None
