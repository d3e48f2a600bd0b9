"""Pauses: while it is the customer's turn, the clocks that may stand still do (RO-7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from uuid import UUID

from services.routing.domain.milestones import WAITING_BEGINS, WAITING_ENDS, Milestone, in_order, milestones_of
from services.routing.domain.progress import Fact
from shared.kernel.errors import Conflict, FieldError, Invalid, NotFound


class PauseReason(Enum):
    """What we wait for; each is the customer's to give."""

    ANSWER = "answer"
    DOCUMENT = "document"
    DECISION = "decision"
    APPOINTMENT = "appointment"


class PauseNotFound(NotFound):
    slug = "pause-not-found"
    title = "There is no such pause here"


class AlreadyPaused(Conflict):
    slug = "already-paused"
    title = "It is the customer's turn already"


class NotPausable(Conflict):
    slug = "not-pausable"
    title = "No running clock of this case may stand still: a regulator's time runs on whoever is waited for"


class NothingRuns(Conflict):
    slug = "no-clock-runs"
    title = "The case is resolved or closed, so no clock of it runs"


class PauseOver(Conflict):
    slug = "pause-over"
    title = "This pause is over"


class EndsBeforeItBegins(Invalid):
    slug = "ends-before-it-begins"
    title = "A pause ends in the future"


@dataclass(frozen=True, slots=True)
class Pause:
    """We wait for the customer from `since` on: until `until` at the latest where that is said, or until ended."""

    id: UUID
    complaint_id: UUID
    since: datetime
    reason: PauseReason
    by_subject: str
    until: datetime | None = None
    ended_at: datetime | None = None
    version: int = 1

    def __post_init__(self) -> None:
        if self.until is not None and self.until <= self.since:
            raise EndsBeforeItBegins(fields=(FieldError("/until", "must be later than now"),))

    def over_at(self, facts: Iterable[Fact]) -> datetime | None:
        """When it ended, or will: ended by us, run out, or the customer said something. None: not known yet."""
        words = (fact.at for fact in facts if fact.at > self.since and WAITING_ENDS & set(milestones_of(fact)))
        ends = [*words, *(moment for moment in (self.until, self.ended_at) if moment is not None)]
        return min(ends, default=None)

    def end(self, facts: Iterable[Fact], *, now: datetime) -> Pause:
        """Go on working. Raises PauseOver."""
        over = self.over_at(facts)
        if over is not None and over <= now:
            raise PauseOver
        return replace(self, ended_at=now, version=self.version + 1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """From when until when it is the customer's turn; `end` None while that is not known."""

    since: datetime
    end: datetime | None


def waitings(facts: Sequence[Fact], pauses: Iterable[Pause]) -> tuple[Waiting, ...]:
    """When it was the customer's turn: after an offer, and in pauses; in order, and none overlapping another."""
    found = [Waiting(pause.since, pause.over_at(facts)) for pause in pauses]
    since: datetime | None = None
    for fact in in_order(facts):
        reached = set(milestones_of(fact))
        if since is None and WAITING_BEGINS & reached:
            since = fact.at
        elif since is not None and (WAITING_ENDS | {Milestone.RESOLVED, Milestone.CLOSED}) & reached:
            found.append(Waiting(since, max(since, fact.at)))
            since = None
    if since is not None:
        found.append(Waiting(since, None))
    return _merged(found)


def _merged(found: Iterable[Waiting]) -> tuple[Waiting, ...]:
    merged: list[Waiting] = []
    for one in sorted(found, key=lambda waiting: waiting.since):
        last = merged[-1] if merged else None
        if last is None or (last.end is not None and last.end < one.since):
            merged.append(one)
        else:
            ends = None if last.end is None or one.end is None else max(last.end, one.end)
            merged[-1] = Waiting(last.since, ends)
    return tuple(merged)
