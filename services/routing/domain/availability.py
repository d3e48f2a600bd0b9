"""Whether somebody can take work now, and who stands in for them (RO-1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from services.routing.domain.absence import Absence, back_at, current
from services.routing.domain.working_time import Shift, next_duty


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands at a moment. `back_at` is when they work next, None while they are here or unknown.

    `stand_in_id` is who does their work while they are absent, None where nobody does.
    """

    on_duty: bool = True
    absent: bool = False
    back_at: datetime | None = None
    stand_in_id: UUID | None = None


def works_next(absences: Sequence[Absence], shifts: Sequence[Shift], zone: ZoneInfo, now: datetime) -> datetime | None:
    """When somebody is both on duty and not away; None when that is now."""
    moment = now
    while True:
        here = back_at(absences, moment) or moment
        following = next_duty(shifts, zone, here)
        if following == here and current(absences, here) is None:
            return None if here == now else here
        moment = following
