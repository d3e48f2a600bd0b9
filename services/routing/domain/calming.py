"""The cool-down of a customer: a call or a message is promised for a named time, and nobody presses them (RO-10)."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum

from services.routing.domain.appointment import AppointmentKind, TimeUnsuitable
from services.routing.domain.slots import Interval
from shared.kernel.errors import FieldError

LONGEST_WAIT = timedelta(days=7)
"""Left alone for longer, a customer feels forgotten rather than calm."""


class CalmHow(Enum):
    """How they hear from us at the named time."""

    CALL = "call"
    MESSAGE = "message"


KIND: dict[CalmHow, AppointmentKind] = {
    CalmHow.CALL: AppointmentKind.CALMING_CALL,
    CalmHow.MESSAGE: AppointmentKind.CALMING_MESSAGE,
}
LENGTH: dict[CalmHow, timedelta] = {CalmHow.CALL: timedelta(minutes=30), CalmHow.MESSAGE: timedelta(minutes=15)}


def promised(how: CalmHow, at: datetime, *, now: datetime) -> Interval:
    """The time that is kept free for it. Raises TimeUnsuitable for a time later than a week from now."""
    if at > now + LONGEST_WAIT:
        raise TimeUnsuitable(fields=(FieldError("/at", f"must be within {LONGEST_WAIT.days} days"),))
    return Interval(at, at + LENGTH[how])
