"""Bodies about when staff work and when they are away."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Annotated, Self
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator

from services.routing.domain.absence import Absence, AbsenceKind
from services.routing.domain.staff import Staff
from services.routing.domain.working_time import DAY, Shift, UnknownTimeZone, zone_of
from services.routing.queries.availability_view import Availability
from shared.http.schemas import In, Instant, Out, Text


class Weekday(Enum):
    """The days of the week, Monday first."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


_DAYS = tuple(Weekday)
_CLOCK = r"^(?:[01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$"


def _zone(name: str) -> str:
    try:
        zone_of(name)
    except UnknownTimeZone as error:
        raise ValueError("is the IANA name of a time zone, such as Europe/Vilnius") from error
    return name


TimeZone = Annotated[str, Text(64), AfterValidator(_zone)]
"""An IANA time zone."""


class ShiftIn(In):
    """From when to when by the wall clock of one day; a night takes two, the first until 24:00."""

    weekday: Weekday
    starts: Annotated[str, Field(alias="from", pattern=_CLOCK)]
    ends: Annotated[str, Field(alias="to", pattern=_CLOCK)]

    @model_validator(mode="after")
    def _ends_later(self) -> Self:
        if _minute(self.starts) >= _minute(self.ends):
            raise ValueError("a shift ends after it starts; over midnight it takes two")
        return self

    def shift(self) -> Shift:
        """As the rules know it."""
        return Shift(_DAYS.index(self.weekday), _minute(self.starts), _minute(self.ends))


class HoursIn(In):
    """A week; without any shift somebody is always on duty."""

    time_zone: TimeZone
    shifts: Annotated[list[ShiftIn], Field(max_length=70)]


class ShiftOut(Out):
    weekday: Weekday
    starts: str = Field(serialization_alias="from")
    ends: str = Field(serialization_alias="to")


class HoursOut(Out):
    """A week of shifts, by the clock of a time zone."""

    staff_id: UUID
    time_zone: str | None
    shifts: list[ShiftOut]
    version: int

    @classmethod
    def of(cls, found: tuple[Staff, tuple[Shift, ...]]) -> Self:
        person, shifts = found
        shown = [
            ShiftOut(weekday=_DAYS[shift.weekday], starts=_clock(shift.starts), ends=_clock(shift.ends))
            for shift in shifts
        ]
        return cls(staff_id=person.id, time_zone=person.time_zone, shifts=shown, version=person.version)


class AbsenceIn(In):
    """Somebody is away."""

    kind: AbsenceKind
    starts_at: Instant
    ends_at: Instant
    deputy_id: UUID | None = None
    """Who stands in this time; without one whoever always does."""


class AbsenceOut(Out):
    """When somebody is away, and who stands in."""

    id: UUID
    staff_id: UUID
    kind: AbsenceKind
    starts_at: datetime
    ends_at: datetime
    deputy_id: UUID | None
    version: int

    @classmethod
    def of(cls, absence: Absence) -> Self:
        return cls.model_validate(absence)


class StandInOut(Out):
    id: UUID
    name: str


class AvailabilityOut(Out):
    """Where somebody stands now. `back_at` is when they work next, null while they are here or left for good."""

    on_duty: bool
    absent: bool
    back_at: datetime | None
    stand_in: StandInOut | None

    @classmethod
    def of(cls, found: Availability) -> Self:
        stand_in = None if found.stand_in is None else StandInOut.model_validate(found.stand_in)
        return cls(
            on_duty=found.standing.on_duty,
            absent=found.standing.absent,
            back_at=found.standing.back_at,
            stand_in=stand_in,
        )


def _minute(clock: str) -> int:
    hour, _, minute = clock.partition(":")
    return int(hour) * 60 + int(minute)


def _clock(minute: int) -> str:
    return "24:00" if minute == DAY else f"{minute // 60:02}:{minute % 60:02}"
