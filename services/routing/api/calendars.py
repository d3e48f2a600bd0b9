"""/v1/calendars: when the company is open, in editions that never change (RO-7)."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Response

from services.routing.api.actor import actor_of
from services.routing.api.policy_bodies import CalendarIn, CalendarOut, DayIn, PreviewIn, RetimingIn, RetimingOut
from services.routing.commands.release_edition import ReleaseEdition, SetDay, release_calendar, set_day
from services.routing.commands.retime import Retime, preview_retiming, retime
from services.routing.domain.retiming import Retimed
from services.routing.queries.policies import calendar_view, list_calendars
from shared.http.call import Call, may
from shared.http.pages import Listed, PageQuery, after, page
from shared.http.problems import problems
from shared.http.schemas import Code, Day

router = APIRouter(tags=["calendars"])
CalendarCode = Annotated[str, Code(64), Path()]


@router.get("/v1/calendars", response_model=Listed[CalendarOut], responses=problems(422))
async def calendar_list(call: Annotated[Call, may("cases:read")], where: PageQuery) -> Response:
    """Every edition of every calendar."""
    return await call.read(
        lambda tx: list_calendars(tx, limit=where.limit, after=partial(after, where, descending=False)),
        show=lambda found: page(
            [CalendarOut.of(one) for one in found], limit=where.limit, key=lambda one: (one.code, one.edition)
        ),
    )


@router.get("/v1/calendars/{code}", response_model=CalendarOut, responses=problems(404, 422))
async def calendar_detail(code: CalendarCode, call: Annotated[Call, may("cases:read")]) -> Response:
    """The latest edition of a calendar; its number is the ETag."""
    return await call.read(lambda tx: calendar_view(code, tx), show=CalendarOut.of)


@router.post("/v1/calendars", status_code=201, response_model=CalendarOut, responses=problems(403, 409, 422))
async def add_calendar(body: CalendarIn, call: Annotated[Call, may("policies:write")]) -> Response:
    """Release a calendar or its next edition, with the public holidays as they are known today."""
    command = ReleaseEdition(
        code=body.code,
        edition=body.edition,
        content=body.content(),
        valid_from=body.valid_from or call.now,
        by=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(
        lambda tx: release_calendar(command, tx),
        show=CalendarOut.of,
        status=201,
        location=lambda edition: f"/v1/calendars/{edition.code}",
    )


@router.put(
    "/v1/calendars/{code}/days/{day}",
    response_model=CalendarOut,
    responses=problems(403, 404, 409, 412, 422, 428),
)
async def set_calendar_day(
    code: CalendarCode, day: Day, body: DayIn, call: Annotated[Call, may("policies:write")]
) -> Response:
    """Other hours on one day, as the next edition: for what is recorded from now on. If-Match: the latest edition."""
    command = SetDay(
        code=code,
        day=day,
        shifts=None if body.shifts is None else tuple(shift.content() for shift in body.shifts),
        edition=call.require_match(),
        by=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(lambda tx: set_day(command, tx), show=CalendarOut.of)


@router.post("/v1/calendars/{code}/preview", response_model=RetimingOut, responses=problems(403, 404, 422))
async def preview_calendar(
    code: CalendarCode, body: PreviewIn, call: Annotated[Call, may("policies:write")]
) -> Response:
    """Which running clocks another edition would move; nothing is changed."""
    command = Retime(
        what=Retimed.CALENDAR,
        code=code,
        to_edition=body.edition,
        complaint_ids=body.among(),
        by=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(lambda tx: preview_retiming(command, tx), show=RetimingOut.of)


@router.post("/v1/calendars/{code}/retiming", response_model=RetimingOut, responses=problems(403, 404, 422))
async def retime_by_calendar(
    code: CalendarCode, body: RetimingIn, call: Annotated[Call, may("policies:write")]
) -> Response:
    """Let another edition hold for cases that run, 200 at a time; who said so and why is kept."""
    command = Retime(
        what=Retimed.CALENDAR,
        code=code,
        to_edition=body.to_edition,
        complaint_ids=body.among(),
        by=actor_of(call.principal),
        now=call.now,
        why=body.why,
    )
    return await call.once(lambda tx: retime(command, tx), show=RetimingOut.of)
