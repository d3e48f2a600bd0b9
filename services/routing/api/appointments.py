"""/v1/appointments: callbacks, visits and talks at a named time (RO-12)."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from services.routing.api.actor import actor_of
from services.routing.api.appointment_bodies import (
    AppointmentChange,
    AppointmentIn,
    AppointmentOut,
)
from services.routing.api.appointment_shown import place_of, shown
from services.routing.commands.book_appointment import (
    BookAppointment,
    book_appointment,
)
from services.routing.commands.change_appointment import (
    EndAppointment,
    MoveAppointment,
    end_appointment,
    move_appointment,
)
from services.routing.domain.appointment import AppointmentStatus
from services.routing.queries.appointment_view import appointment_view, list_appointments
from services.routing.settings import RoutingSettings
from shared.http.call import Call, may
from shared.http.pages import Listed, PageQuery, after, page
from shared.http.problems import problems
from shared.http.schemas import Instant

router = APIRouter(tags=["appointments"])
Writer = Annotated[Call, may("promises:write")]
Reader = Annotated[Call, may("cases:read")]


@router.post(
    "/v1/cases/{complaint_id}/appointments",
    status_code=201,
    response_model=AppointmentOut,
    responses=problems(404, 409, 422),
)
async def book_case_appointment(complaint_id: UUID, body: AppointmentIn, call: Writer) -> Response:
    """Book a callback, a visit or a talk: with the owner unless named, at the next free time unless named."""
    settings: RoutingSettings = call.context.settings
    command = BookAppointment(
        complaint_id=complaint_id,
        kind=body.kind,
        starts_at=body.starts_at,
        length=timedelta(minutes=body.minutes),
        time_zone=body.time_zone or settings.company_time_zone,
        staff_id=body.staff_id,
        place=body.place,
        note=body.note,
        by=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(
        lambda tx: book_appointment(command, tx), show=partial(shown, call), status=201, location=place_of
    )


@router.get("/v1/appointments", response_model=Listed[AppointmentOut], responses=problems(422))
async def appointment_list(
    call: Reader,
    where: PageQuery,
    staff_id: UUID | None = None,
    complaint_id: UUID | None = None,
    status: AppointmentStatus | None = None,
    start: Annotated[Instant | None, Query(alias="from", description="Those that start then or later")] = None,
) -> Response:
    """Appointments, the earliest first."""
    by = actor_of(call.principal)
    return await call.read(
        lambda tx: list_appointments(
            tx,
            by=by,
            staff_id=staff_id,
            complaint_id=complaint_id,
            status=status,
            start=start,
            limit=where.limit,
            after=partial(after, where),
        ),
        show=lambda found: page(
            [shown(call, one) for one in found], limit=where.limit, key=lambda one: (one.starts_at, one.id)
        ),
    )


@router.get("/v1/appointments/{appointment_id}", response_model=AppointmentOut, responses=problems(404))
async def appointment_detail(appointment_id: UUID, call: Reader) -> Response:
    """One appointment."""
    by = actor_of(call.principal)
    return await call.read(
        lambda tx: appointment_view(appointment_id, tx, by=by), show=lambda view: shown(call, view.appointment)
    )


@router.patch(
    "/v1/appointments/{appointment_id}",
    response_model=AppointmentOut,
    responses=problems(404, 409, 412, 422, 428),
)
async def change_appointment(appointment_id: UUID, body: AppointmentChange, call: Writer) -> Response:
    """Move an appointment, or change who comes and where; If-Match names the version that was read."""
    command = MoveAppointment(
        appointment_id=appointment_id,
        changes=body.changes(),
        length=body.length(),
        expected_version=call.require_match(),
        by=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(lambda tx: move_appointment(command, tx), show=partial(shown, call))


@router.post("/v1/appointments/{appointment_id}/done", response_model=AppointmentOut, responses=problems(404, 409, 412))
async def appointment_done(appointment_id: UUID, call: Writer) -> Response:
    """It took place: the promise is kept."""
    return await _ended(appointment_id, call, took_place=True)


@router.post(
    "/v1/appointments/{appointment_id}/cancellation",
    response_model=AppointmentOut,
    responses=problems(404, 409, 412),
)
async def cancel_appointment(appointment_id: UUID, call: Writer) -> Response:
    """It is off; calendars that imported it learn so from its file."""
    return await _ended(appointment_id, call, took_place=False)


async def _ended(appointment_id: UUID, call: Call, *, took_place: bool) -> Response:
    command = EndAppointment(
        appointment_id=appointment_id,
        took_place=took_place,
        expected_version=call.if_match,
        by=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(lambda tx: end_appointment(command, tx), show=partial(shown, call))
