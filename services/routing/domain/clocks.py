"""A clock of a complaint: where it stands, and when something is next to be done about it (RO-7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from uuid import UUID

_MOMENT = timedelta(microseconds=1)
"""Due times themselves are still in time."""


class ClockStatus(Enum):
    RUNNING = "running"
    WARNED = "warned"
    PAUSED = "paused"
    BREACHED = "breached"
    LAPSED = "lapsed"
    """A chance that was not taken, which is no breach."""
    MET = "met"
    LATE = "late"


class Verdict(Enum):
    """What the time that has come means for a clock."""

    WARN = "warn"
    BREACH = "breach"


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock of a complaint, by the edition of the rule pack that was pinned to it.

    `round` is 1, and one more each time that the rule starts it again. It stands still from `paused_at` until
    `paused_until`, or until nobody knows yet when; `due_at` counts all pauses whose end is known. `warned_at` and
    `breached_at` are when that was noticed and told.
    """

    complaint_id: UUID
    pack: str
    kind: str
    round: int
    started_at: datetime
    due_at: datetime
    warn_at: datetime
    stopped_at: datetime | None = None
    paused_at: datetime | None = None
    paused_until: datetime | None = None
    optional: bool = False
    escalates: bool = False
    warned_at: datetime | None = None
    breached_at: datetime | None = None

    @property
    def stands_still(self) -> bool:
        """Whether it is paused and nobody knows until when."""
        return self.stopped_at is None and self.paused_at is not None and self.paused_until is None

    def status(self, now: datetime) -> ClockStatus:
        """Where the clock stands at `now`."""
        if self._out(now):
            late = ClockStatus.BREACHED if self.stopped_at is None else ClockStatus.LATE
            return ClockStatus.LAPSED if self.optional else late
        if self.stopped_at is not None:
            return ClockStatus.MET
        if self.paused_at is not None and self.paused_at <= now and (self.paused_until or now + _MOMENT) > now:
            return ClockStatus.PAUSED
        return ClockStatus.WARNED if self.warn_at <= now else ClockStatus.RUNNING

    def verdict(self, now: datetime) -> Verdict | None:
        """What is to be told at `now` and was not yet: a breach, also one heard of late; else a warning."""
        if self._out(now):
            return Verdict.BREACH if self.breached_at is None else None
        if self.stopped_at is not None or self.warned_at is not None or self.warn_at > now:
            return None
        asleep = self.stands_still and self.paused_at is not None and self.paused_at < self.warn_at
        return None if asleep else Verdict.WARN

    def next_moment(self) -> datetime | None:
        """When its next verdict can be given; None where there is none to come."""
        if self.breached_at is not None:
            return None
        if self.stopped_at is not None:
            return self.due_at + _MOMENT if self.stopped_at > self.due_at else None
        if self.stands_still and self.paused_at is not None:
            return self.warn_at if self.warned_at is None and self.warn_at <= self.paused_at else None
        return self.warn_at if self.warned_at is None else self.due_at + _MOMENT

    def _out(self, now: datetime) -> bool:
        return not self.stands_still and (self.stopped_at or now) > self.due_at


def next_moment(clocks: Iterable[Clock]) -> datetime | None:
    """When the first of a complaint's clocks needs looking at, None where none does."""
    return min((moment for clock in clocks if (moment := clock.next_moment()) is not None), default=None)
