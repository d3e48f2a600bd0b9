"""An absence: somebody is away from one moment to another, and who stands in (RO-1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID

from shared.kernel.errors import Conflict, FieldError, Invalid, NotFound


class AbsenceKind(Enum):
    """Why somebody is away, in no more detail than planning needs."""

    LEAVE = "leave"
    SICK = "sick"
    TRAINING = "training"
    OTHER = "other"


class AbsenceNotFound(NotFound):
    slug = "absence-not-found"
    title = "There is no such absence"


class AbsenceEndsBefore(Invalid):
    slug = "absence-ends-before-it-starts"
    title = "An absence ends after it starts, and not in the past"


class AbsenceOverlaps(Conflict):
    slug = "absence-overlaps"
    title = "They are away already in that time"


@dataclass(frozen=True, slots=True)
class Absence:
    """Away from `starts_at` until just before `ends_at`. `deputy_id` None: whoever stands in for them at all times."""

    id: UUID
    staff_id: UUID
    kind: AbsenceKind
    starts_at: datetime
    ends_at: datetime
    noted_by: str
    deputy_id: UUID | None = None
    version: int = 1

    def covers(self, now: datetime) -> bool:
        """Whether they are away at this moment."""
        return self.starts_at <= now < self.ends_at

    def overlaps(self, other: Absence) -> bool:
        """Whether there is a moment that belongs to both."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def require_sane(self, now: datetime) -> None:
        """Raises AbsenceEndsBefore for one that is over already, or before it begins."""
        if not (self.starts_at < self.ends_at and now < self.ends_at):
            raise AbsenceEndsBefore(fields=(FieldError("/ends_at", "is not after starts_at, or in the past"),))


def current(absences: Iterable[Absence], now: datetime) -> Absence | None:
    """The absence that holds at this moment, None when they are here."""
    return next((absence for absence in absences if absence.covers(now)), None)


def back_at(absences: Iterable[Absence], now: datetime) -> datetime | None:
    """When they are back from the absence that holds now, and from those that follow on it; None when they are here."""
    back = None
    for absence in sorted(absences, key=lambda one: one.starts_at):
        if absence.covers(now if back is None else back):
            back = absence.ends_at
    return back
