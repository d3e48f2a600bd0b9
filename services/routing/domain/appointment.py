"""A named time at which somebody of ours calls, writes, comes or meets: nobody waits in a line (RO-10, RO-12)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from services.routing.domain.slots import Interval
from shared.kernel.errors import Conflict, FieldError, Invalid, NotFound

LONGEST = timedelta(hours=8)
FURTHEST = timedelta(days=180)
NOTICE = timedelta(minutes=15)
"""So long before its time it is made sure that whoever is to call is there."""


class AppointmentKind(Enum):
    CALLBACK = "callback"
    CALMING_CALL = "calming_call"
    """Promised to a customer who needs to calm down (RO-10)."""
    CALMING_MESSAGE = "calming_message"
    REPAIR_VISIT = "repair_visit"
    SPECIALIST = "specialist"
    MEETING = "meeting"

    @property
    def anyone_can(self) -> bool:
        """Whether another can step in who read the summary: to call or write, but not to repair."""
        return self in (AppointmentKind.CALLBACK, AppointmentKind.CALMING_CALL, AppointmentKind.CALMING_MESSAGE)

    @property
    def speaks(self) -> bool:
        """Whether somebody speaks to the customer, which a sanction may spare them."""
        return self is not AppointmentKind.CALMING_MESSAGE


class AppointmentStatus(Enum):
    BOOKED = "booked"
    DONE = "done"
    MISSED = "missed"
    CANCELLED = "cancelled"


TRANSITIONS: dict[AppointmentStatus, frozenset[AppointmentStatus]] = {
    AppointmentStatus.BOOKED: frozenset(
        {AppointmentStatus.DONE, AppointmentStatus.MISSED, AppointmentStatus.CANCELLED}
    ),
    AppointmentStatus.DONE: frozenset(),
    # Late is better than never, and says nothing against its having been missed.
    AppointmentStatus.MISSED: frozenset(),
    AppointmentStatus.CANCELLED: frozenset(),
}


class AppointmentNotFound(NotFound):
    slug = "appointment-not-found"
    title = "There is no such appointment here"


class AppointmentOver(Conflict):
    slug = "appointment-over"
    title = "This appointment is over"


class DoubleBooked(Conflict):
    slug = "double-booked"
    title = "At this time they have another appointment"


class OutsideHours(Conflict):
    slug = "outside-hours"
    title = "At this time they don't work, or are away"


class TimeUnsuitable(Invalid):
    slug = "time-unsuitable"
    title = "This is no time for an appointment"


class NobodyForAppointment(Invalid):
    slug = "nobody-for-appointment"
    title = "An appointment needs somebody of ours who works here now"


class CaseIsClosed(Conflict):
    slug = "case-is-closed"
    title = "The complaint is closed, so nobody is waiting for a call or a visit"


class NoFreeTime(Conflict):
    slug = "no-free-time"
    title = "They have no time free in the days ahead; name a time, or somebody else"


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """An appointment; `sequence` counts what its invitation said (RFC 5545), `version` every change."""

    id: UUID
    complaint_id: UUID
    kind: AppointmentKind
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    """The zone (IANA) in which the customer reads the time."""
    staff_id: UUID
    place: str | None = None
    note: str | None = None
    booked_by: str
    booked_at: datetime
    changed_at: datetime
    status: AppointmentStatus = AppointmentStatus.BOOKED
    follows_id: UUID | None = None
    """The one that was missed, in whose place this stands."""
    sequence: int = 0
    version: int = 1

    @property
    def interval(self) -> Interval:
        return Interval(self.starts_at, self.ends_at)

    def moved(self, changes: dict[str, Any], *, now: datetime) -> Appointment:
        """Another time, place or person: whoever imported it is told again. Raises AppointmentOver."""
        self._require_booked()
        return replace(self, **changes, changed_at=now, sequence=self.sequence + 1, version=self.version + 1)

    def done(self, *, now: datetime) -> Appointment:
        """It took place. Raises AppointmentOver."""
        return self._became(AppointmentStatus.DONE, now=now)

    def missed(self, *, now: datetime) -> Appointment:
        """Its time went by, and nobody said that it took place. Raises AppointmentOver."""
        return self._became(AppointmentStatus.MISSED, now=now)

    def cancelled(self, *, now: datetime) -> Appointment:
        """It takes place no more; whoever imported it is told. Raises AppointmentOver."""
        return replace(self._became(AppointmentStatus.CANCELLED, now=now), sequence=self.sequence + 1)

    def _became(self, status: AppointmentStatus, *, now: datetime) -> Appointment:
        if status not in TRANSITIONS[self.status]:
            raise AppointmentOver(f"This appointment is {self.status.value}", status=self.status.value)
        return replace(self, status=status, changed_at=now, version=self.version + 1)

    def _require_booked(self) -> None:
        if self.status is not AppointmentStatus.BOOKED:
            raise AppointmentOver(f"This appointment is {self.status.value}", status=self.status.value)


def require_fit(interval: Interval, time_zone: str, *, now: datetime) -> None:
    """Raises TimeUnsuitable for a time that is past, too far off or too long, or in a zone that there is not."""
    wrong = []
    if interval.starts_at <= now:
        wrong.append(FieldError("/starts_at", "must be in the future"))
    elif interval.starts_at > now + FURTHEST:
        wrong.append(FieldError("/starts_at", f"must be within {FURTHEST.days} days"))
    if interval.ends_at - interval.starts_at > LONGEST:
        wrong.append(FieldError("/minutes", "is too long for one appointment"))
    try:
        ZoneInfo(time_zone)
    except (KeyError, ValueError, OSError):
        # An unknown name is a KeyError, one that leads out of the zones a ValueError, a folder of them an OSError.
        wrong.append(FieldError("/time_zone", "is no time zone of the IANA list"))
    if wrong:
        raise TimeUnsuitable(fields=tuple(wrong))
