"""Calendars and rule packs are released in editions, and a released edition never changes (RO-7)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from services.routing.domain.actor import Actor
from shared.kernel.errors import Conflict, FieldError, Forbidden, Invalid


class EditionExists(Conflict):
    slug = "edition-exists"
    title = "This edition was released, and a released edition never changes: make the next one"


class EditionOutOfTurn(Invalid):
    slug = "edition-out-of-turn"
    title = "Editions follow one another: the next number, valid from a moment in the future"


class ForTheWholeCompany(Forbidden):
    slug = "for-the-whole-company"
    title = "This holds for every team, so it takes somebody who sees them all"


class Editioned(Protocol):
    """Something released in editions."""

    @property
    def edition(self) -> int: ...
    @property
    def valid_from(self) -> datetime: ...


E = TypeVar("E", bound=Editioned)


@dataclass(frozen=True, slots=True)
class Edition:
    """A released document: who released it, when, and what it holds."""

    code: str
    edition: int
    content: Mapping[str, Any]
    valid_from: datetime
    released_at: datetime
    by_subject: str

    @property
    def sha256(self) -> str:
        """What tells one content from another."""
        return digest(self.content)


def digest(content: Mapping[str, Any]) -> str:
    """The SHA-256 of a document, whatever the order of its members."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def in_force(editions: Sequence[E], at: datetime) -> E:
    """The latest edition that is valid at a moment, else the first one; there is at least one."""
    known = sorted(editions, key=lambda one: one.edition)
    return next((one for one in reversed(known) if one.valid_from <= at), known[0])


def require_every_team(by: Actor) -> None:
    """Only who sees every team changes what holds for all. Raises ForTheWholeCompany."""
    if by.teams is not None:
        raise ForTheWholeCompany


def require_next(edition: int, valid_from: datetime, released: Sequence[Editioned], *, now: datetime) -> None:
    """What is released now comes after all before and rewrites nothing of the past.

    Raises EditionExists, EditionOutOfTurn.
    """
    if any(one.edition == edition for one in released):
        raise EditionExists
    wrong = []
    last = max((one.edition for one in released), default=0)
    if edition != last + 1:
        wrong.append(FieldError("/edition", f"the next one is {last + 1}"))
    if valid_from < now:
        wrong.append(FieldError("/valid_from", "must not be in the past: cases have been timed by what held then"))
    if any(one.valid_from > valid_from for one in released):
        wrong.append(FieldError("/valid_from", "an earlier edition becomes valid only later"))
    if wrong:
        raise EditionOutOfTurn(fields=tuple(wrong))
