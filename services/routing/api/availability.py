"""When staff work, when they are away, and who stands in for them (RO-1)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Response

from services.routing.api.actor import actor_of
from services.routing.api.availability_bodies import AbsenceIn, AbsenceOut, AvailabilityOut, HoursIn, HoursOut
from services.routing.commands.note_absence import CancelAbsence, NoteAbsence, cancel_absence, note_absence
from services.routing.commands.set_hours import SetHours, set_hours
from services.routing.domain.absence import Absence
from services.routing.queries.availability_view import availability_view, hours_view, list_absences
from shared.http.call import Call, may
from shared.http.pages import Listed, Page, PageQuery, after, page
from shared.http.problems import problems
from shared.kernel.ids import new_id

router = APIRouter(tags=["staff"])


@router.put("/v1/staff/{staff_id}/hours", response_model=HoursOut, responses=problems(403, 404, 412, 422, 428))
async def set_staff_hours(staff_id: UUID, body: HoursIn, call: Annotated[Call, may("staff:write")]) -> Response:
    """Say when somebody works; If-Match names the version of the person that was read."""
    command = SetHours(
        staff_id=staff_id,
        time_zone=body.time_zone,
        shifts=tuple(shift.shift() for shift in body.shifts),
        expected_version=call.require_match(),
        by=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(lambda tx: set_hours(command, tx), show=_hours)


@router.get("/v1/staff/{staff_id}/hours", response_model=HoursOut, responses=problems(404))
async def staff_hours(staff_id: UUID, call: Annotated[Call, may("staff:read")]) -> Response:
    """When somebody works."""
    return await call.read(lambda tx: hours_view(staff_id, tx), show=_hours)


def _hours(found: Any) -> dict[str, Any]:
    return HoursOut.of(found).model_dump(mode="json", by_alias=True)


@router.post(
    "/v1/staff/{staff_id}/absences",
    status_code=201,
    response_model=AbsenceOut,
    responses=problems(403, 404, 409, 422),
)
async def note_staff_absence(staff_id: UUID, body: AbsenceIn, call: Annotated[Call, may("staff:write")]) -> Response:
    """Note that somebody is away; their open cases go to whoever stands in, at once or when it begins."""
    absence = Absence(
        id=new_id(),
        staff_id=staff_id,
        kind=body.kind,
        starts_at=body.starts_at,
        ends_at=body.ends_at,
        deputy_id=body.deputy_id,
        noted_by=call.principal.subject,
    )
    command = NoteAbsence(absence=absence, by=actor_of(call.principal), now=call.now)
    return await call.once(
        lambda tx: note_absence(command, tx),
        show=AbsenceOut.of,
        status=201,
        location=lambda noted: f"/v1/staff/{noted.staff_id}/absences/{noted.id}",
    )


@router.get("/v1/staff/{staff_id}/absences", response_model=Listed[AbsenceOut], responses=problems(403, 404, 422))
async def staff_absences(staff_id: UUID, call: Annotated[Call, may("staff:read")], where: PageQuery) -> Response:
    """When somebody is away, was, and will be, and why; the one that ends last first.

    For themselves, and for whoever keeps the directory of their team: everybody else asks whether they are here.
    """
    by = actor_of(call.principal)
    if by.staff_id != staff_id:
        call.principal.require("staff:write")
    return await call.read(
        lambda tx: list_absences(staff_id, tx, by=by, limit=where.limit, after=partial(after, where)),
        show=partial(_page, where),
    )


def _page(where: Page, found: Sequence[Absence]) -> dict[str, Any]:
    shown = page(found, limit=where.limit, key=lambda absence: (absence.ends_at, absence.id))
    return {**shown, "items": [AbsenceOut.of(absence) for absence in shown["items"]]}


@router.delete(
    "/v1/staff/{staff_id}/absences/{absence_id}", status_code=204, response_model=None, responses=problems(403, 404)
)
async def cancel_staff_absence(staff_id: UUID, absence_id: UUID, call: Annotated[Call, may("staff:write")]) -> Response:
    """Take an absence back; cases that went to others stay with them."""
    command = CancelAbsence(staff_id=staff_id, absence_id=absence_id, by=actor_of(call.principal), now=call.now)
    return await call.once(lambda tx: cancel_absence(command, tx), show=lambda _: None, status=204)


@router.get("/v1/staff/{staff_id}/availability", response_model=AvailabilityOut, responses=problems(404))
async def staff_availability(staff_id: UUID, call: Annotated[Call, may("staff:read")]) -> Response:
    """Whether somebody can take work now, when they are back, and who stands in for them."""
    return await call.read(lambda tx: availability_view(staff_id, tx, now=call.now), show=AvailabilityOut.of, ages=True)
