"""Book a callback, a visit or a talk, or promise a customer who needs to calm down a call (RO-10, RO-12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.routing.commands.booking import first_free, next_look, person_for, require_free
from services.routing.domain.actor import Actor
from services.routing.domain.appointment import (
    NOTICE,
    Appointment,
    AppointmentKind,
    CaseIsClosed,
    NoFreeTime,
    require_fit,
)
from services.routing.domain.calming import KIND, CalmHow, promised
from services.routing.domain.case import Case, CaseNotFound, CaseStatus
from services.routing.domain.sanction import ContactEnded
from services.routing.domain.slots import Interval
from services.routing.storage import appointments, cases, cooldowns, handoffs, sanctions
from shared.kernel.ids import new_id
from shared.messaging.transaction import Transaction

AHEAD = timedelta(days=7)
"""How far ahead a free time is looked for where none is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookAppointment:
    """What for, when and with whom: the owner where nobody is named, and the next free time where none is."""

    complaint_id: UUID
    kind: AppointmentKind
    starts_at: datetime | None
    length: timedelta
    time_zone: str
    staff_id: UUID | None
    place: str | None
    note: str | None
    by: Actor
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseCalm:
    """How and at which named time the customer who needs to calm down hears from us, and from whom."""

    complaint_id: UUID
    how: CalmHow
    at: datetime
    time_zone: str
    staff_id: UUID | None
    by: Actor
    now: datetime


async def book_appointment(command: BookAppointment, tx: Transaction) -> Appointment:
    """Book it. Two at once never get one time.

    Raises CaseNotFound, CaseIsClosed, ContactEnded, NobodyForAppointment, TimeUnsuitable, NoFreeTime, OutsideHours,
    DoubleBooked.
    """
    case = await _case(command.complaint_id, command.kind, tx, by=command.by, now=command.now)
    staff_id = (await person_for(command.staff_id or case.owner_id, tx)).id
    if command.starts_at is None:
        within = Interval(command.now + NOTICE, command.now + AHEAD)
        interval = await first_free(staff_id, command.length, within, tx)
        if interval is None:
            raise NoFreeTime
    else:
        interval = Interval(command.starts_at, command.starts_at + command.length)
    require_fit(interval, command.time_zone, now=command.now)
    await require_free(staff_id, interval, tx)
    appointment = Appointment(
        id=new_id(),
        complaint_id=case.complaint_id,
        kind=command.kind,
        starts_at=interval.starts_at,
        ends_at=interval.ends_at,
        time_zone=command.time_zone,
        staff_id=staff_id,
        place=command.place,
        note=command.note,
        booked_by=command.by.subject,
        booked_at=command.now,
        changed_at=command.now,
    )
    await appointments.add(appointment, tx)
    await tx.schedule(next_look(appointment))
    return appointment


async def promise_calm(command: PromiseCalm, tx: Transaction) -> Appointment:
    """Promise it; whoever calmed the customer down on a hot case rests anew (RO-10). Raises as book_appointment."""
    interval = promised(command.how, command.at, now=command.now)
    booking = BookAppointment(
        complaint_id=command.complaint_id,
        kind=KIND[command.how],
        starts_at=interval.starts_at,
        length=interval.ends_at - interval.starts_at,
        time_zone=command.time_zone,
        staff_id=command.staff_id,
        place=None,
        note=None,
        by=command.by,
        now=command.now,
    )
    appointment = await book_appointment(booking, tx)
    case = await cases.load(command.complaint_id, tx)
    if case is not None and case.hot:
        await cooldowns.renew(case.owner_id, tx, now=command.now)
    return appointment


async def _case(complaint_id: UUID, kind: AppointmentKind, tx: Transaction, *, by: Actor, now: datetime) -> Case:
    case = await cases.load(complaint_id, tx, lock=True)
    if case is None or not by.sees(case, receiver_id=await handoffs.receiver_of_open(complaint_id, tx)):
        raise CaseNotFound
    if case.status is CaseStatus.CLOSED:
        raise CaseIsClosed
    held = await sanctions.in_force(complaint_id, case.customer_id, tx, now=now)
    if kind.speaks and any(one.measure.spares_calls for one in held):
        raise ContactEnded
    return case
