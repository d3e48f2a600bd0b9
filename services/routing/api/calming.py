"""The cool-down of a customer, and the free times that they can be offered (RO-10, RO-12)."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from services.routing.api.actor import actor_of
from services.routing.api.appointment_bodies import AppointmentOut, CalmIn, SlotOut, SlotsOut
from services.routing.api.appointment_shown import place_of, shown
from services.routing.commands.book_appointment import PromiseCalm, promise_calm
from services.routing.queries.free_slots import FreeSlots, free_slots
from services.routing.settings import RoutingSettings
from shared.http.call import Call, may
from shared.http.problems import problems
from shared.http.schemas import Day, LanguageTag

router = APIRouter(tags=["appointments"])
Writer = Annotated[Call, may("promises:write")]
Reader = Annotated[Call, may("cases:read")]


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
        lambda tx: promise_calm(command, tx), show=partial(shown, call), status=201, location=place_of
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
