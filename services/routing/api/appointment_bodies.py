"""Bodies of requests about callbacks and appointments, and of their answers (RO-10, RO-12)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import Field, field_validator

from services.routing.domain.appointment import Appointment, AppointmentKind, AppointmentStatus
from services.routing.domain.calming import CalmHow
from services.routing.queries.free_slots import Slot
from shared.http.schemas import In, Instant, Out, Text

Minutes = Annotated[int, Field(ge=5, le=480)]
ZoneName = Annotated[str, Text(64)]
Place = Annotated[str, Text(300)]
AppointmentNote = Annotated[str, Text(1000)]


class CalmIn(In):
    """What is promised to a customer who needs to calm down: how, and at which named time."""

    how: CalmHow
    at: Instant
    staff_id: UUID | None = Field(default=None, description="who calls or writes; left out, the owner")
    time_zone: ZoneName | None = None


class AppointmentIn(In):
    """Who comes, calls or meets, and when. Without `starts_at` the next free time within a week."""

    kind: AppointmentKind
    starts_at: Instant | None = None
    minutes: Minutes = 30
    time_zone: ZoneName | None = Field(default=None, description="in which the customer reads the time")
    staff_id: UUID | None = Field(default=None, description="who is to be there; left out, the owner")
    place: Place | None = None
    note: AppointmentNote | None = Field(default=None, description="for the staff; in no calendar")


class AppointmentChange(In):
    """What changes; members left out stay as they are."""

    starts_at: Instant | None = None
    minutes: Minutes | None = None
    time_zone: ZoneName | None = None
    staff_id: UUID | None = None
    place: Place | None = None
    note: AppointmentNote | None = None

    @field_validator("starts_at", "minutes", "time_zone", "staff_id")
    @classmethod
    def _not_emptied(cls, value: Any) -> Any:
        if value is None:
            raise ValueError("can be left out, not emptied")
        return value

    def changes(self) -> dict[str, Any]:
        """The new values by the name of the member of Appointment; null empties place and note."""
        return {name: getattr(self, name) for name in self.model_fields_set - {"minutes"}}

    def length(self) -> timedelta | None:
        """How long it takes from now on, None where that does not change."""
        return None if self.minutes is None else timedelta(minutes=self.minutes)


class AppointmentOut(Out):
    """An appointment; `link` is the customer's: it opens the calendar file, and nothing else."""

    id: UUID
    complaint_id: UUID
    kind: AppointmentKind
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    staff_id: UUID
    place: str | None
    note: str | None
    booked_by: str
    booked_at: datetime
    status: AppointmentStatus
    follows_id: UUID | None
    sequence: int
    version: int
    link: str

    @classmethod
    def of(cls, appointment: Appointment, *, link: str) -> Self:
        members = {name: getattr(appointment, name) for name in cls.model_fields if name != "link"}
        return cls(**members, link=link)


class SlotOut(Out):
    """A time, and who is free at it."""

    starts_at: datetime
    ends_at: datetime
    staff_ids: list[UUID]

    @classmethod
    def of(cls, slot: Slot) -> Self:
        return cls(starts_at=slot.interval.starts_at, ends_at=slot.interval.ends_at, staff_ids=list(slot.staff_ids))


class SlotsOut(Out):
    """The free times of a day."""

    day: date
    time_zone: str
    slots: list[SlotOut]
