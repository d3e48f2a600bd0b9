"""An appointment comes near, or is over: whoever is not there is stood in for, and a call that did not come is made up.

A named time is a promise: missed, it is a broken one, and somebody higher calls as soon as they can (RO-10, RO-12).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from services.routing.commands.booking import first_free, next_look, over, who_is_here, with_case
from services.routing.domain.appointment import NOTICE, Appointment, AppointmentNotFound, AppointmentStatus
from services.routing.domain.case import Case, CaseStatus
from services.routing.domain.slots import Interval
from services.routing.domain.staff import Staff
from services.routing.domain.stand_in import who_calls
from services.routing.events.appointments import call_missed
from services.routing.storage import appointments, availability, staff
from shared.kernel.ids import new_id
from shared.messaging.schedule import Timer
from shared.messaging.transaction import Transaction

SYSTEM = "system:routing"
SOON = timedelta(days=1)
"""Within so long a missed call is made up for."""
_log = structlog.get_logger("redress.routing")


@dataclass(frozen=True, slots=True)
class AttendAppointment:
    """Which appointment is near or over at `now`."""

    appointment_id: UUID
    now: datetime


async def attend_appointment(command: AttendAppointment, tx: Transaction) -> Timer | None:
    """See to it, and say when to look again: None where nothing is left to see to, or none is known."""
    try:
        case, appointment = await with_case(command.appointment_id, tx)
    except AppointmentNotFound:
        return None
    if appointment.status is not AppointmentStatus.BOOKED:
        return None
    if command.now < appointment.ends_at:
        return over(await _manned(case, appointment, tx, now=command.now))
    missed = appointment.missed(now=command.now)
    await appointments.save(missed, tx)
    if missed.kind.anyone_can:
        tx.publish(call_missed(missed, now=command.now))
        await _make_up(case, missed, tx, now=command.now)
    return None


async def _manned(case: Case, appointment: Appointment, tx: Transaction, *, now: datetime) -> Appointment:
    """The appointment with somebody who is there; as it was where that holds already, or nobody else can."""
    person = await staff.load(appointment.staff_id, tx)
    here = await who_is_here([appointment.staff_id], appointment.starts_at, tx)
    if not appointment.kind.anyone_can or (person is not None and person.active and person.id in here):
        return appointment
    without = {appointment.staff_id}
    while (found := await _stand_in(case, appointment, appointment.interval, without, tx)) is not None:
        await appointments.lock_day_of(found.id, tx)
        if not await appointments.booked([found.id], appointment.interval, tx):
            moved = appointment.moved({"staff_id": found.id}, now=now)
            await appointments.save(moved, tx)
            return moved
        without.add(found.id)
    _log.warning("nobody_to_stand_in", appointment_id=str(appointment.id))
    return appointment


async def _make_up(case: Case, missed: Appointment, tx: Transaction, *, now: datetime) -> None:
    """Book the call anew, with whoever has not missed it yet; nothing where the case is over, or nobody is left."""
    if case.status is CaseStatus.CLOSED:
        return
    soon = Interval(now + NOTICE, now + SOON)
    without = await appointments.missed_by(missed.id, tx)
    person = await _stand_in(case, missed, soon, without, tx)
    length = missed.ends_at - missed.starts_at
    interval = None if person is None else await first_free(person.id, length, soon, tx)
    if person is None or interval is None:
        _log.warning("nobody_makes_up_for_a_missed_call", appointment_id=str(missed.id))
        return
    again = Appointment(
        id=new_id(),
        complaint_id=missed.complaint_id,
        kind=missed.kind,
        starts_at=interval.starts_at,
        ends_at=interval.ends_at,
        time_zone=missed.time_zone,
        staff_id=person.id,
        place=missed.place,
        note=missed.note,
        booked_by=SYSTEM,
        booked_at=now,
        changed_at=now,
        follows_id=missed.id,
    )
    await appointments.add(again, tx)
    await tx.schedule(next_look(again))


async def _stand_in(
    case: Case, appointment: Appointment, within: Interval, without: Collection[UUID], tx: Transaction
) -> Staff | None:
    people = await staff.all_active(tx)
    ids = {person.id for person in people}
    standing = await availability.standing([appointment.staff_id], tx, now=within.starts_at)
    missing = await staff.load(appointment.staff_id, tx)
    return who_calls(
        case,
        people,
        here=await who_is_here(ids, within.starts_at, tx),
        without=without,
        deputy_id=standing[appointment.staff_id].stand_in_id if appointment.staff_id in standing else None,
        manager_id=missing.reports_to if missing else None,
    )
