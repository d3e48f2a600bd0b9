"""Appointments as the staff see them, and the one that a customer's link opens (RO-12)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, or_, true

from services.routing.domain.actor import Actor
from services.routing.domain.appointment import Appointment, AppointmentNotFound, AppointmentStatus
from services.routing.domain.case import Case
from services.routing.domain.staff import Staff, StaffNotFound
from services.routing.storage import appointments, cases, staff
from services.routing.storage.tables.callback import appointment as table
from services.routing.storage.tables.case import cases as case_table
from shared.messaging.context import LinkSigner
from shared.messaging.transaction import Transaction

KeysetAfter = Callable[..., ColumnElement[bool]]
PURPOSE = "appointment"
"""What a customer's link to an appointment is signed for; no other link opens one."""
LINK_LIVES_ON = timedelta(days=30)
"""So long after the appointment its link still says what it was."""
FEED_BACK, FEED_AHEAD, FEED_MOST = timedelta(days=7), timedelta(days=90), 500
"""How far somebody's calendar reaches, and how much it holds at most."""


@dataclass(frozen=True, slots=True)
class AppointmentView:
    """An appointment with its case, and who is to be there."""

    appointment: Appointment
    case: Case
    person: Staff

    @property
    def version(self) -> int:
        return self.appointment.version


@dataclass(frozen=True, slots=True)
class CalendarView:
    """Somebody's appointments, each with the reference of its complaint."""

    person: Staff
    appointments: Sequence[tuple[Appointment, str]]


def link_to(appointment: Appointment, *, url: str, links: LinkSigner) -> str:
    """The address at which a customer gets the appointment into their calendar."""
    token = links.sign(PURPOSE, appointment.id, appointment.ends_at + LINK_LIVES_ON)
    return f"{url}/c/appointments/{token}"


async def appointment_view(appointment_id: UUID, tx: Transaction, *, by: Actor | None) -> AppointmentView:
    """One appointment; `by` None is the customer behind a signed link.

    Raises AppointmentNotFound for a missing one and a foreign one alike.
    """
    found = await appointments.load(appointment_id, tx)
    case = await cases.load(found.complaint_id, tx) if found else None
    person = await staff.load(found.staff_id, tx) if found else None
    if found is None or case is None or person is None:
        raise AppointmentNotFound
    if by is not None and not by.sees(case, receiver_id=found.staff_id):
        raise AppointmentNotFound
    return AppointmentView(found, case, person)


async def list_appointments(
    tx: Transaction,
    *,
    by: Actor,
    staff_id: UUID | None,
    complaint_id: UUID | None,
    status: AppointmentStatus | None,
    start: datetime | None,
    limit: int,
    after: KeysetAfter,
) -> Sequence[Appointment]:
    """At most limit + 1 appointments that `by` may see, the earliest first."""
    where = [
        after(table.c.starts_at, table.c.id, descending=False),
        true() if staff_id is None else table.c.staff_id == staff_id,
        true() if complaint_id is None else table.c.complaint_id == complaint_id,
        true() if status is None else table.c.status == status.value,
        true() if start is None else table.c.starts_at >= start,
        _visible_to(by),
    ]
    return [one for one, _ in await appointments.listed(tx, where=where, limit=limit + 1)]


async def calendar_view(staff_id: UUID, tx: Transaction, *, by: Actor, now: datetime) -> CalendarView:
    """Somebody's calendar: their own, or of the caller's teams. Raises StaffNotFound, missing and foreign alike."""
    person = await staff.load(staff_id, tx)
    if person is None or not (by.staff_id == staff_id or by.sees_team(person.department)):
        raise StaffNotFound
    where = [
        table.c.staff_id == staff_id,
        table.c.starts_at >= now - FEED_BACK,
        table.c.starts_at < now + FEED_AHEAD,
    ]
    return CalendarView(person, await appointments.listed(tx, where=where, limit=FEED_MOST))


def _visible_to(by: Actor) -> ColumnElement[bool]:
    if by.teams is None:
        return true()
    theirs = case_table.c.department.in_(sorted(by.teams))
    if by.staff_id is None:
        return theirs
    return or_(theirs, case_table.c.owner_id == by.staff_id, table.c.staff_id == by.staff_id)
