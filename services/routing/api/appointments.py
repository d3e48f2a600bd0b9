"""Callbacks, calming calls and appointments: nobody waits in a line (RO-10, RO-12)."""

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
    CalmIn,
    SlotOut,
    SlotsOut,
)
from services.routing.commands.book_appointment import (
    BookAppointment,
    PromiseCalm,
    book_appointment,
    promise_calm,
)
from services.routing.commands.change_appointment import (
    EndAppointment,
    MoveAppointment,
    end_appointment,
    move_appointment,
)
from services.routing.domain.appointment import Appointment, AppointmentStatus
from services.routing.queries.appointment_view import appointment_view, link_to, list_appointments
from services.routing.queries.free_slots import FreeSlots, free_slots
from services.routing.settings import RoutingSettings
from shared.http.call import Call, may
from shared.http.pages import Listed, PageQuery, after, page
from shared.http.problems import problems
from shared.http.schemas import Day, Instant, LanguageTag

router = APIRouter(tags=["appointments"])
Writer = Annotated[Call, may("promises:write")]
Reader = Annotated[Call, may("cases:read")]


def _shown(call: Call, appointment: Appointment) -> AppointmentOut:
    settings: RoutingSettings = call.context.settings
    url = (settings.public_url or settings.routing_url).rstrip("/")
    return AppointmentOut.of(appointment, link=link_to(appointment, url=url, links=call.context.links))


def _place_of(appointment: Appointment) -> str:
    return f"/v1/appointments/{appointment.id}"


@router.post(
    "/v1/cases/{complaint_id}/calm",
    status_code=201,
    response_model=AppointmentOut,
    responses=problems(404, 409, 422),
)
async def promise_calming(complaint_id: UUID, body: CalmIn, call: Writer) -> Response:
    """Promise a customer who needs to calm down a call or a message at a named time; nobody presses them until then."""
    settings: RoutingSettings = call.context.settings
    command = PromiseCalm(
        complaint_id=complaint_id,
        how=body.how,
        at=body.at,
        time_zone=body.time_zone or settings.company_time_zone,
        staff_id=body.staff_id,
        by=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(
        lambda tx: promise_calm(command, tx), show=partial(_shown, call), status=201, location=_place_of
    )


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
        lambda tx: book_appointment(command, tx), show=partial(_shown, call), status=201, location=_place_of
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
            [_shown(call, one) for one in found], limit=where.limit, key=lambda one: (one.starts_at, one.id)
        ),
    )


@router.get("/v1/slots", response_model=SlotsOut, responses=problems(422))
async def free_times(
    call: Reader,
    day: Day,
    minutes: Annotated[int, Query(ge=5, le=480)] = 30,
    department: Annotated[str | None, Query(max_length=100, pattern=r"^[^\x00-\x1f]+$")] = None,
    language: LanguageTag | None = None,
    time_zone: Annotated[str | None, Query(max_length=64, pattern=r"^[^\x00-\x1f]+$")] = None,
) -> Response:
    """The free times of a day, each with up to 50 people who have it free."""
    settings: RoutingSettings = call.context.settings
    query = FreeSlots(
        day=day,
        time_zone=time_zone or settings.company_time_zone,
        length=timedelta(minutes=minutes),
        department=department,
        language=language,
        by=actor_of(call.principal),
        now=call.now,
    )
    return await call.read(
        lambda tx: free_slots(query, tx),
        show=lambda found: SlotsOut(day=day, time_zone=query.time_zone, slots=[SlotOut.of(slot) for slot in found]),
    )


@router.get("/v1/appointments/{appointment_id}", response_model=AppointmentOut, responses=problems(404))
async def appointment_detail(appointment_id: UUID, call: Reader) -> Response:
    """One appointment."""
    by = actor_of(call.principal)
    return await call.read(
        lambda tx: appointment_view(appointment_id, tx, by=by), show=lambda view: _shown(call, view.appointment)
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
    return await call.once(lambda tx: move_appointment(command, tx), show=partial(_shown, call))


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
    return await call.once(lambda tx: end_appointment(command, tx), show=partial(_shown, call))
