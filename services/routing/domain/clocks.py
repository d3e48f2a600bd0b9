"""Clocks: how long a first answer, a recap and a resolution may take, as data, and where each stands (RO-7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from uuid import UUID

from services.routing.domain.progress import Fact, Happening


class ClockKind(Enum):
    FIRST_ANSWER = "first_answer"
    RECAP = "recap"
    RESOLUTION = "resolution"


class ClockStatus(Enum):
    RUNNING = "running"
    BREACHED = "breached"
    MET = "met"
    LATE = "late"


DEFAULT_PACK: dict[ClockKind, timedelta] = {
    ClockKind.FIRST_ANSWER: timedelta(hours=4),
    ClockKind.RECAP: timedelta(hours=24),
    ClockKind.RESOLUTION: timedelta(days=5),
}
"""Our own policy: plain elapsed time from the start of the clock."""

STOPPED_BY: dict[Happening, tuple[ClockKind, ...]] = {
    Happening.RECAP_CONFIRMED: (ClockKind.FIRST_ANSWER, ClockKind.RECAP),
    Happening.RESOLVED: (ClockKind.FIRST_ANSWER, ClockKind.RECAP, ClockKind.RESOLUTION),
}
"""A confirmed recap is proof of an answer; a resolution leaves nothing to wait for."""


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock of a complaint. `round` is 1, and one more for the resolution after each reopening.

    `started_at` is None while only the end is known: events may come in any order.
    """

    complaint_id: UUID
    kind: ClockKind
    round: int
    started_at: datetime | None = None
    due_at: datetime | None = None
    stopped_at: datetime | None = None

    def status(self, now: datetime) -> ClockStatus:
        """Where the clock stands at `now`; due times themselves are still in time."""
        late = self.due_at is not None and (self.stopped_at or now) > self.due_at
        if self.stopped_at is not None:
            return ClockStatus.LATE if late else ClockStatus.MET
        return ClockStatus.BREACHED if late else ClockStatus.RUNNING


def started(complaint_id: UUID, kind: ClockKind, round_: int, at: datetime) -> Clock:
    """A clock that starts at `at` and is due by the pack."""
    return Clock(complaint_id, kind, round_, started_at=at, due_at=at + DEFAULT_PACK[kind])


def clocks_of(fact: Fact) -> tuple[Clock, ...]:
    """What a fact starts and stops, as clocks with only those sides known; they are joined in storage in any order."""
    if fact.what is Happening.RECORDED:
        return tuple(started(fact.complaint_id, kind, 1, fact.at) for kind in ClockKind)
    if fact.what is Happening.REOPENED:
        return (started(fact.complaint_id, ClockKind.RESOLUTION, fact.number + 1, fact.at),)
    return tuple(
        Clock(fact.complaint_id, kind, fact.number if kind is ClockKind.RESOLUTION else 1, stopped_at=fact.at)
        for kind in STOPPED_BY.get(fact.what, ())
    )
