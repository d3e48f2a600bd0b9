"""The ladder as data: for each reason who takes a case, step after step, when and how (RO-5, RO-6).

The company's own data are in `storage/ladders/`; here is what they mean. Who on a step takes it is in receiving.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from itertools import pairwise

from services.routing.domain.staff import Level
from shared.kernel.errors import Conflict, FieldError, Invalid, NotFound


class Reason(Enum):
    """Why a case needs someone else (RO-5)."""

    AUTHORITY = "authority"
    SKILL = "skill"
    LANGUAGE = "language"
    ABUSE = "abuse"
    BREACHED_CLOCK = "breached_clock"
    SECOND_REOPENING = "second_reopening"
    CUSTOMER_ASKS = "customer_asks"
    CONFLICT_OF_INTEREST = "conflict_of_interest"


class Ability(Enum):
    """What the receiver must bring, or had better bring."""

    LANGUAGE = "language"
    """Speaks the customer's language."""
    SKILL = "skill"
    """Knows the product, or works in the department or knows its trade."""
    AUTHORITY = "authority"
    """May grant what the customer wants."""


class Way(Enum):
    """How the receiver hears of it; the inbox is always one of them."""

    INBOX = "inbox"
    PHONE = "phone"
    EMAIL = "email"
    IN_PERSON = "in_person"


class LadderNotFound(NotFound):
    slug = "ladder-not-found"
    title = "There is no such edition of the ladder"


class LadderUnsound(Invalid):
    slug = "ladder-unsound"
    title = "This ladder has gaps or leads sideways or down"


class EditionTaken(Conflict):
    slug = "edition-taken"
    title = "This edition of the ladder is there already, and an edition never changes"


@dataclass(frozen=True, slots=True)
class Step:
    """To whom a case goes for a reason; `position` counts from 1, the first step first."""

    reason: Reason
    position: int
    level: Level
    """The lowest level that stands on this step."""
    within: timedelta | None = None
    """How long they have to answer, in working time; None: as the setting says."""
    how: tuple[Way, ...] = (Way.INBOX,)
    needs: frozenset[Ability] = frozenset()
    """Without these nobody is asked on this step."""
    prefers: frozenset[Ability] = frozenset()
    """Who has these is asked first."""
    same_level: bool = False
    """Whether a colleague of the sender's own level will do."""
    tell_customer: bool = True
    """Whether the customer is told that their case goes there."""
    contact: bool = False
    """Whether the customer may have this person's full contact details."""


@dataclass(frozen=True, slots=True)
class Ladder:
    """One edition of a company's ladder; made by `sound_ladder`, so each reason has its steps, each above the last."""

    code: str
    edition: int
    steps: tuple[Step, ...]

    def of(self, reason: Reason) -> tuple[Step, ...]:
        """The steps for a reason, the first one first."""
        return tuple(step for step in self.steps if step.reason is reason)

    def from_sender(self, reason: Reason, sender: Level) -> tuple[Step, ...]:
        """On which steps somebody may take a case from this level: above it, or beside it where a step says so."""
        return tuple(
            step
            for step in self.of(reason)
            if step.level.rank > sender.rank or (step.same_level and step.level.rank == sender.rank)
        )

    def above(self, reason: Reason, silent: Level) -> tuple[Step, ...]:
        """The steps above somebody who did not answer: never beside them, never below (RO-4)."""
        return tuple(step for step in self.of(reason) if step.level.rank > silent.rank)


@dataclass(frozen=True, slots=True)
class Edition:
    """A ladder, since when it holds, and who wrote it: nobody, where it is the one that is built in."""

    ladder: Ladder
    valid_from: datetime
    by_subject: str | None


def sound_ladder(code: str, edition: int, steps: Iterable[Step]) -> Ladder:
    """A ladder with its steps in order. Raises LadderUnsound, which names everything that is wrong at once (RO-6)."""
    given = tuple(steps)
    wrong = tuple(_wrong(given))
    if wrong:
        raise LadderUnsound(fields=wrong)
    order = {reason: place for place, reason in enumerate(Reason)}
    return Ladder(code, edition, tuple(sorted(given, key=lambda step: (order[step.reason], step.position))))


def _wrong(steps: tuple[Step, ...]) -> Iterator[FieldError]:
    for reason in Reason:
        named = sorted(
            ((step, place) for place, step in enumerate(steps) if step.reason is reason),
            key=lambda pair: (pair[0].position, pair[1]),
        )
        if not named:
            yield FieldError("/steps", f"has no step for {reason.value}")
        for wanted, (step, place) in enumerate(named, start=1):
            if step.position != wanted:
                yield FieldError(f"/steps/{place}/position", f"must be {wanted}: the steps for a reason count from 1")
            if Way.INBOX not in step.how:
                yield FieldError(f"/steps/{place}/how", "must have the inbox among it")
        for (lower, _), (higher, place) in pairwise(named):
            if higher.level.rank <= lower.level.rank:
                yield FieldError(f"/steps/{place}/level", f"must be above {lower.level.value}, the step before")
