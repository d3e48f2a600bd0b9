"""Why a case can't be given to somebody by a person's decision (RO-14)."""

from __future__ import annotations

from typing import Self

from services.routing.domain.assignment import PassedOver, Ranking
from shared.kernel.errors import Conflict, FieldError, Invalid

_WORDS: dict[PassedOver, str] = {
    PassedOver.INACTIVE: "works here no more",
    PassedOver.LANGUAGE: "does not speak the customer's language",
    PassedOver.ABSENT: "is absent",
    PassedOver.FULL: "carries as many open cases as they can",
    PassedOver.RESTING: "had a hot case just now and rests from hot ones",
}
"""Of the reasons for passing somebody over those that hold even when they are named."""


class OwnsItAlready(Conflict):
    slug = "owns-it-already"
    title = "The case belongs to this person already"


class NobodySuits(Conflict):
    """`passed_over` counts the staff by why they can't take it."""

    slug = "nobody-suits"
    title = "Nobody else who is here can take this case; name somebody, or leave it"

    def __init__(self, ranking: Ranking) -> None:
        super().__init__(passed_over={reason.value: count for reason, count in ranking.passed_over.items()})


class Unsuitable(Invalid):
    slug = "receiver-unsuitable"
    title = "The case can't be given to this person"

    def __init__(self, reason: PassedOver | None) -> None:
        detail = "is nobody who works here now" if reason is None else _WORDS[reason]
        super().__init__(fields=(FieldError("/to_id", detail),))

    @classmethod
    def resting(cls) -> Self:
        """Another worker gave them a hot case in this very moment."""
        return cls(PassedOver.RESTING)
