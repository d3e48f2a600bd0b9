"""Say when a member of staff works (RO-1)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.routing import events
from services.routing.commands.sweeping import sweep_now
from services.routing.domain.actor import Actor
from services.routing.domain.staff import Staff, StaffNotFound, require_team
from services.routing.domain.working_time import Shift, require_apart, zone_of
from services.routing.storage import hours, staff
from shared.kernel.errors import PreconditionFailed
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class SetHours:
    """A week of shifts in a time zone, instead of the one before; no shifts at all: always on duty."""

    staff_id: UUID
    time_zone: str
    shifts: tuple[Shift, ...]
    expected_version: int
    by: Actor
    now: datetime


async def set_hours(command: SetHours, tx: Transaction) -> tuple[Staff, tuple[Shift, ...]]:
    """Put the week in, as a new version of the person.

    Raises OverlappingShifts, UnknownTimeZone, StaffNotFound, PreconditionFailed, NotYourTeam.
    """
    require_apart(command.shifts)
    zone_of(command.time_zone)
    await staff.hold_directory(tx)
    person = await staff.load(command.staff_id, tx, lock=True)
    if person is None:
        raise StaffNotFound
    if person.version != command.expected_version:
        raise PreconditionFailed(current_version=person.version)
    require_team(command.by.sees_team(person.department))
    changed = replace(person, time_zone=command.time_zone, version=person.version + 1)
    await staff.save(changed, tx, now=command.now)
    await hours.put(changed.id, command.shifts, tx)
    tx.publish(events.staff_changed(changed, now=command.now))
    await sweep_now(tx, now=command.now)
    return changed, tuple(sorted(command.shifts))
