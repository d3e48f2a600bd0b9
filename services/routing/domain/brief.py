"""What intake knows of a complaint that somebody new must know; the customer's own words among it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recap:
    """What we understood, as the customer confirmed it; `confirmed` False while they have not."""

    version: int
    text: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """What the customer wants: a kind of remedy, and their own words on it."""

    kind: str
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """A resolution that was given; `wish_met` None where nobody said."""

    what: str
    wish_met: bool | None = None


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything about a complaint that goes into a handoff summary (RO-3)."""

    reference: str
    narrative: str
    additions: tuple[str, ...] = ()
    recap: Recap | None = None
    wish: Wish | None = None
    feeling: str | None = None
    product: str | None = None
    department: str | None = None
    language: str | None = None
    contacts_so_far: int = 0
    facts: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()
    tried: tuple[Attempt, ...] = ()
    reopened_times: int = 0
    minutes_so_far: int | None = None
    """Minutes that the customer has waited, in all contacts together."""
    tellings_so_far: int | None = None
    """How often they have told the story, the first time counted."""
