"""Appointments as calendar files: for the staff, and for the customer behind a signed link (RO-12)."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Response

from services.routing.api.actor import actor_of
from services.routing.gateways.ical import MEDIA_TYPE, feed, invitation
from services.routing.queries.appointment_view import (
    PURPOSE,
    AppointmentView,
    CalendarView,
    appointment_view,
    calendar_view,
)
from shared.http.call import Call, may, public
from shared.http.problems import problems

router = APIRouter(tags=["appointments"])
FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {"text/calendar": {"schema": {"type": "string"}}},
        "description": "An iCalendar file (RFC 5545)",
    }
}
Reader = Annotated[Call, may("cases:read")]
Customer = Annotated[Call, public("the signed link is the key")]


@router.get("/v1/appointments/{appointment_id}.ics", response_class=Response, responses=FILE | problems(404))
async def appointment_file(appointment_id: UUID, call: Reader) -> Response:
    """An appointment for any calendar; one that is off takes itself out again."""
    by = actor_of(call.principal)
    return await call.read(
        lambda tx: appointment_view(appointment_id, tx, by=by),
        show=lambda view: _invitation(call, view),
        media_type=MEDIA_TYPE,
    )


@router.get("/v1/staff/{staff_id}/calendar.ics", response_class=Response, responses=FILE | problems(404))
async def staff_calendar(staff_id: UUID, call: Reader) -> Response:
    """Somebody's appointments, from a week ago to three months ahead."""
    by = actor_of(call.principal)
    return await call.read(
        lambda tx: calendar_view(staff_id, tx, by=by, now=call.now),
        show=lambda view: _feed(call, view),
        media_type=MEDIA_TYPE,
        ages=True,
    )


@router.get("/c/appointments/{token}", response_class=Response, responses=FILE | problems(404, 410))
async def customer_appointment(token: str, call: Customer) -> Response:
    """The customer's own appointment, for their calendar; the link opens nothing else."""
    appointment_id = call.context.links.open(PURPOSE, token, call.now)
    return await call.read(
        lambda tx: appointment_view(appointment_id, tx, by=None),
        show=lambda view: _invitation(call, view),
        media_type=MEDIA_TYPE,
    )


def _invitation(call: Call, view: AppointmentView) -> bytes:
    return invitation(
        view.appointment,
        reference=view.case.reference,
        languages=(view.case.language,),
        organizer=call.context.common.mail_from,
        contact=view.person.phone or view.person.email,
    )


def _feed(call: Call, view: CalendarView) -> bytes:
    return feed(view.appointments, languages=sorted(view.person.languages), organizer=call.context.common.mail_from)
