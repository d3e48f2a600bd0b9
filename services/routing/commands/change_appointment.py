"""Move an appointment, call it off, or say that it took place (RO-12)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from services.routing.commands.booking import next_look, person_for, require_free, visible
from services.routing.domain import kinds
from services.routing.domain.actor import Actor
from services.routing.domain.appointment import Appointment, require_fit
from services.routing.storage import appointments
from shared.kernel.errors import PreconditionFailed
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveAppointment:
    """New values for some members by name; `length` None keeps it. `expected_version` is the one that was read."""

    appointment_id: UUID
    changes: Mapping[str, Any]
    length: timedelta | None
    expected_version: int
    by: Actor
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EndAppointment:
    """It took place, or is off; `expected_version` None where the caller named none."""

    appointment_id: UUID
    took_place: bool
    expected_version: int | None
    by: Actor
    now: datetime


async def move_appointment(command: MoveAppointment, tx: Transaction) -> Appointment:
    """Move it; its invitation tells so with a higher SEQUENCE.

    Raises AppointmentNotFound, PreconditionFailed, AppointmentOver, NobodyForAppointment, TimeUnsuitable, OutsideHours,
    DoubleBooked.
    """
    _, before = await visible(command.appointment_id, command.by, tx)
    if before.version != command.expected_version:
        raise PreconditionFailed(current_version=before.version)
    changes = dict(command.changes)
    starts_at = changes.get("starts_at", before.starts_at)
    changes["ends_at"] = starts_at + (command.length or before.ends_at - before.starts_at)
    moved = before.moved(changes, now=command.now)
    if (moved.staff_id, moved.interval, moved.time_zone) != (before.staff_id, before.interval, before.time_zone):
        require_fit(moved.interval, moved.time_zone, now=command.now)
        await person_for(moved.staff_id, tx)
        await require_free(moved.staff_id, moved.interval, tx, but=moved.id)
    await appointments.save(moved, tx)
    await tx.schedule(next_look(moved))
    return moved


async def end_appointment(command: EndAppointment, tx: Transaction) -> Appointment:
    """End it. Raises AppointmentNotFound, PreconditionFailed, AppointmentOver."""
    _, before = await visible(command.appointment_id, command.by, tx)
    if command.expected_version not in (None, before.version):
        raise PreconditionFailed(current_version=before.version)
    ended = before.done(now=command.now) if command.took_place else before.cancelled(now=command.now)
    await appointments.save(ended, tx)
    await tx.unschedule(kinds.CALLBACK_DUE, ended.id)
    return ended
