"""Why two complaints may be one told twice, and how strongly that speaks for it; a person decides (IN-21)."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from datetime import timedelta
from enum import StrEnum


class Reason(StrEnum):
    """What speaks for a duplicate."""

    SAME_EXTERNAL_ID = "same_external_id"
    """Another system gave it the same id."""
    SAME_ORDER = "same_order"
    NEARLY_THE_SAME_TEXT = "nearly_the_same_text"
    SAME_CUSTOMER = "same_customer"
    SAME_PRODUCT = "same_product"
    ANOTHER_CHANNEL = "another_channel"
    """Who gets no answer on one channel tells it again on another."""


class Strength(StrEnum):
    """How strongly the reasons speak together."""

    STRONG = "strong"
    MEDIUM = "medium"
    WEAK = "weak"


_WEIGHTS: Mapping[Reason, float] = {
    Reason.SAME_EXTERNAL_ID: 0.6,
    Reason.SAME_ORDER: 0.6,
    Reason.NEARLY_THE_SAME_TEXT: 0.6,
    Reason.SAME_CUSTOMER: 0.4,
    Reason.SAME_PRODUCT: 0.25,
    Reason.ANOTHER_CHANNEL: 0.1,
}
_ONLY_SUPPORT = frozenset({Reason.SAME_PRODUCT, Reason.ANOTHER_CHANNEL})
_STRONG, _MEDIUM = 0.75, 0.5
_HALF_LIFE = timedelta(days=30)


def speaks(reasons: Collection[Reason]) -> bool:
    """Whether there is more than what half of all complaints share."""
    return any(reason not in _ONLY_SUPPORT for reason in reasons)


def weigh(reasons: Collection[Reason], *, apart: timedelta) -> float:
    """From 0 to 1: each reason takes its part of the doubt that is left, and a month between two tellings half.

    Nothing at all for reasons that only support others.
    """
    if not speaks(reasons):
        return 0.0
    # In one order and rounded, so that the same reasons always weigh the same.
    doubt = math.prod(1 - _WEIGHTS[reason] for reason in Reason if reason in reasons)
    return round((1 - doubt) * math.pow(0.5, abs(apart) / _HALF_LIFE), 6)


def strength(weight: float) -> Strength:
    """The word for a weight."""
    if weight >= _STRONG:
        return Strength.STRONG
    return Strength.MEDIUM if weight >= _MEDIUM else Strength.WEAK
