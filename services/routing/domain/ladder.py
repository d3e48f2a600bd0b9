"""The ladder: for each reason, how far up a case goes, and who on that step takes it (RO-5, RO-6)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from services.routing.domain.staff import Level, Staff
from shared.kernel.errors import Conflict, FieldError, Invalid


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


STEPS_UP: dict[Reason, int] = {
    Reason.AUTHORITY: 1,
    Reason.SKILL: 0,
    Reason.LANGUAGE: 0,
    Reason.ABUSE: 1,
    Reason.BREACHED_CLOCK: 1,
    Reason.SECOND_REOPENING: 1,
    Reason.CUSTOMER_ASKS: 1,
    Reason.CONFLICT_OF_INTEREST: 1,
}
"""How many levels above the sender the receiver stands at least; 0 is a colleague of the same level."""


class NobodyToHandTo(Conflict):
    slug = "nobody-to-hand-to"
    title = "Nobody on the staff stands high enough to take this; the sender still owns it"


class ReceiverUnsuitable(Invalid):
    slug = "receiver-unsuitable"
    title = "The case can't be offered to this person"


@dataclass(frozen=True, slots=True)
class Climb:
    """What is looked for: at least which level, for which reason, for a case of which department and language."""

    reason: Reason
    least: int
    """The rank of the lowest level that will do."""
    department: str | None
    language: str
    product: str | None = None
    manager_id: UUID | None = None
    """Whom the sender reports to: first asked where their step fits."""


def step_for(reason: Reason, sender: Level) -> int:
    """The rank of the lowest level that may receive a case from `sender` for this reason."""
    return sender.rank + STEPS_UP[reason]


def step_above(level: Level) -> int:
    """The rank one level up, for an offer that nobody answered (RO-4)."""
    return level.rank + 1


def receiver_on_ladder(climb: Climb, staff: Iterable[Staff], *, without: Collection[UUID]) -> Staff:
    """Who takes the case: the nearest step up in the same department, else the nearest anywhere (RO-6).

    For the reasons language and skill only those who have it. Raises NobodyToHandTo.
    """
    chosen = min(
        (
            person
            for person in staff
            if person.active
            and person.id not in without
            and person.level.rank >= climb.least
            and _has_what_is_missing(climb, person)
        ),
        key=lambda person: (
            person.department != climb.department,
            person.level.rank,
            person.id != climb.manager_id,
            not person.speaks(climb.language),
            person.id,
        ),
        default=None,
    )
    if chosen is None:
        raise NobodyToHandTo
    return chosen


def named_receiver(receiver_id: UUID, staff: Iterable[Staff], *, owner_id: UUID) -> Staff:
    """The person whom the sender named. Raises ReceiverUnsuitable when unknown, inactive, or the owner already."""
    found = next((person for person in staff if person.id == receiver_id), None)
    if found is None or not found.active:
        raise ReceiverUnsuitable(fields=(FieldError("/to_id", "is nobody who works here now"),))
    if found.id == owner_id:
        raise ReceiverUnsuitable(fields=(FieldError("/to_id", "owns the case already"),))
    return found


def _has_what_is_missing(climb: Climb, person: Staff) -> bool:
    if climb.reason is Reason.LANGUAGE:
        return person.speaks(climb.language)
    if climb.reason is Reason.SKILL:
        trades = {person.department, *person.skills}
        return climb.product in trades or climb.department in trades
    return True
