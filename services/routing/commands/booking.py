"""What all appointments share: finding one with its case, and making sure that a time is free (RO-12)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from services.routing.domain import kinds
from services.routing.domain.actor import Actor
from services.routing.domain.appointment import (
    NOTICE,
    Appointment,
    AppointmentNotFound,
    DoubleBooked,
    NobodyForAppointment,
    OutsideHours,
)
from services.routing.domain.case import Case
from services.routing.domain.slots import STEP, Interval, free
from services.routing.domain.staff import Staff
from services.routing.storage import appointments, availability, cases, staff
from shared.kernel.errors import FieldError
from shared.messaging.schedule import Timer
from shared.messaging.transaction import Transaction

_MOMENT = timedelta(microseconds=1)


async def with_case(appointment_id: UUID, tx: Transaction) -> tuple[Case, Appointment]:
    """An appointment and its case, both locked, the case first. Raises AppointmentNotFound."""
    found = await appointments.load(appointment_id, tx)
    case = await cases.load(found.complaint_id, tx, lock=True) if found else None
    appointment = await appointments.load(appointment_id, tx, lock=True)
    if case is None or appointment is None:
        raise AppointmentNotFound
    return case, appointment


async def visible(appointment_id: UUID, by: Actor, tx: Transaction) -> tuple[Case, Appointment]:
    """The same, for who sees its case or is to be there. Raises AppointmentNotFound, missing and foreign alike."""
    case, appointment = await with_case(appointment_id, tx)
    if not by.sees(case, receiver_id=appointment.staff_id):
        raise AppointmentNotFound
    return case, appointment


async def person_for(staff_id: UUID, tx: Transaction) -> Staff:
    """Whoever is to be there. Raises NobodyForAppointment."""
    person = await staff.load(staff_id, tx)
    if person is None or not person.active:
        raise NobodyForAppointment(fields=(FieldError("/staff_id", "is nobody who works here now"),))
    return person


async def who_is_here(ids: Collection[UUID], at: datetime, tx: Transaction) -> frozenset[UUID]:
    """Which of these people work at a moment and are not away (RO-1)."""
    standing = await availability.standing(ids, tx, now=at)
    return frozenset(id_ for id_, one in standing.items() if one.on_duty and not one.absent)


async def is_there(staff_id: UUID, interval: Interval, tx: Transaction) -> bool:
    """Whether somebody works through all of a time, looked at each quarter of an hour and at its last moment."""
    at = interval.starts_at
    while at < interval.ends_at:
        if staff_id not in await who_is_here([staff_id], at, tx):
            return False
        at += STEP
    return staff_id in await who_is_here([staff_id], interval.ends_at - _MOMENT, tx)


async def require_free(staff_id: UUID, interval: Interval, tx: Transaction, *, but: UUID | None = None) -> None:
    """Hold the person's day and look. Raises OutsideHours, DoubleBooked. `but` is the appointment that moves."""
    await appointments.lock_day_of(staff_id, tx)
    if not await is_there(staff_id, interval, tx):
        raise OutsideHours
    if await appointments.booked([staff_id], interval, tx, but=but):
        raise DoubleBooked


async def first_free(staff_id: UUID, length: timedelta, within: Interval, tx: Transaction) -> Interval | None:
    """The earliest time of this length that somebody has free, held from now on; None where there is none within."""
    await appointments.lock_day_of(staff_id, tx)
    taken = (await appointments.booked([staff_id], within, tx)).get(staff_id, ())
    back = within.starts_at
    for slot in free([within], taken, length=length, earliest=within.starts_at):
        if slot.starts_at < back:
            continue
        standing = (await availability.standing([staff_id], tx, now=slot.starts_at)).get(staff_id)
        if standing is not None and (standing.absent or not standing.on_duty):
            # Nights and absences are passed over in one step where it is known when they end.
            back = standing.back_at or back
        elif await is_there(staff_id, slot, tx):
            return slot
    return None


def next_look(appointment: Appointment) -> Timer:
    """Shortly before it somebody looks whether whoever is to call is there."""
    return Timer(kinds.CALLBACK_DUE, appointment.id, appointment.starts_at - NOTICE)


def over(appointment: Appointment) -> Timer:
    """At its end somebody looks whether it took place."""
    return Timer(kinds.CALLBACK_DUE, appointment.id, appointment.ends_at)
