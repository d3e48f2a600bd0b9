"""What a clock can start and stop on, as read from the facts about a complaint (RO-7)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from services.routing.domain.correspondence import IN, OUT
from services.routing.domain.progress import Fact, Happening


class Milestone(Enum):
    """A step in the life of a complaint that rules speak of."""

    RECORDED = "recorded"
    ACKNOWLEDGED = "acknowledged"
    """The customer got a message from us, an automatic one too."""
    ANSWERED = "answered"
    """A person wrote to the customer or spoke with them."""
    HEARD = "heard"
    """The customer said something."""
    ASSESSED = "assessed"
    """Somebody said what the complaint is about, or how urgent it is."""
    RECAP_CONFIRMED = "recap_confirmed"
    OFFERED = "offered"
    HELD = "held"
    """The customer was told why the answer takes longer, and until when."""
    RESOLVED = "resolved"
    CLOSED = "closed"
    REOPENED = "reopened"


PLAIN: dict[Happening, Milestone] = {
    Happening.RECORDED: Milestone.RECORDED,
    Happening.CLASSIFIED: Milestone.ASSESSED,
    Happening.RECAP_CONFIRMED: Milestone.RECAP_CONFIRMED,
    Happening.OFFERED: Milestone.OFFERED,
    Happening.RESOLVED: Milestone.RESOLVED,
    Happening.CLOSED: Milestone.CLOSED,
    Happening.REOPENED: Milestone.REOPENED,
}
WAITING_BEGINS = frozenset({Milestone.OFFERED})
"""From here on it is the customer's turn."""
WAITING_ENDS = frozenset({Milestone.HEARD, Milestone.RECAP_CONFIRMED, Milestone.REOPENED})
"""The customer said something, so it is our turn."""


def milestones_of(fact: Fact) -> tuple[Milestone, ...]:
    """What a fact means to clocks; a contact by a person is an acknowledgement too."""
    if fact.what is Happening.CONTACTED:
        if fact.detail.get("direction") == IN:
            return (Milestone.HEARD,)
        if fact.detail.get("direction") == OUT:
            automatic = bool(fact.detail.get("automatic"))
            return (Milestone.ACKNOWLEDGED,) if automatic else (Milestone.ACKNOWLEDGED, Milestone.ANSWERED)
        return ()
    return (PLAIN[fact.what],) if fact.what in PLAIN else ()


def in_order(facts: Iterable[Fact]) -> list[Fact]:
    """Facts of one complaint by its versions, so that the order of hearing decides nothing."""
    order = {what: index for index, what in enumerate(Happening)}
    return sorted(facts, key=lambda fact: (fact.version, order[fact.what]))
