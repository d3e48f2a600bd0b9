"""/v1/clocks and the pauses of cases: what is due, what waits for the customer (RO-7, RO-13)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from services.routing.api.actor import actor_of
from services.routing.api.clock_bodies import (
    HoldingResponseIn,
    HoldingResponseOut,
    PauseIn,
    PauseOut,
    RunningClockOut,
)
from services.routing.commands.hold_response import HoldResponse, hold_response
from services.routing.commands.pause_clocks import PauseClocks, ResumeClocks, pause_clocks, resume_clocks
from services.routing.queries.clock_list import ClockFound, ClockState, ListClocks, list_clocks
from services.routing.queries.pause_list import list_pauses
from shared.http.call import Call, may
from shared.http.pages import Key, Listed, PageQuery, after, page
from shared.http.problems import problems
from shared.http.schemas import Code, Instant, Text

router = APIRouter(tags=["clocks"])


@router.get("/v1/clocks", response_model=Listed[RunningClockOut], responses=problems(422))
async def clock_list(
    call: Annotated[Call, may("cases:read")],
    where: PageQuery,
    state: ClockState | None = None,
    kind: Annotated[str | None, Code(64), Query()] = None,
    department: Annotated[str | None, Text(64), Query()] = None,
    owner_id: UUID | None = None,
    due_before: Annotated[Instant | None, Query()] = None,
) -> Response:
    """The running clocks of the cases that the caller may see, what is due first first.

    `kind=next_update&state=breached` are the updates that were missed and not yet made good.
    """
    query = ListClocks(
        by=actor_of(call.principal),
        state=state,
        kind=kind,
        department=department,
        owner_id=owner_id,
        due_before=due_before,
        limit=where.limit,
        now=call.now,
    )
    return await call.read(
        lambda tx: list_clocks(query, tx, after=partial(after, where, descending=False)),
        show=lambda found: _page(found, where.limit, call),
    )


@router.get("/v1/cases/{complaint_id}/pauses", response_model=Listed[PauseOut], responses=problems(404, 422))
async def pause_list(complaint_id: UUID, call: Annotated[Call, may("cases:read")], where: PageQuery) -> Response:
    """The pauses of a case that we began, the latest one first."""
    by = actor_of(call.principal)
    return await call.read(
        lambda tx: list_pauses(complaint_id, tx, by=by, limit=where.limit, after=partial(after, where)),
        show=lambda found: page(
            [PauseOut.of(pause) for pause in found], limit=where.limit, key=lambda pause: (pause.since, pause.id)
        ),
    )


@router.post(
    "/v1/cases/{complaint_id}/pauses", status_code=201, response_model=PauseOut, responses=problems(404, 409, 422)
)
async def begin_pause(complaint_id: UUID, body: PauseIn, call: Annotated[Call, may("cases:write")]) -> Response:
    """Wait for the customer: the clocks that may stand still do. A regulator's run on."""
    command = PauseClocks(
        complaint_id=complaint_id, reason=body.reason, until=body.until, by=actor_of(call.principal), now=call.now
    )
    return await call.once(lambda tx: pause_clocks(command, tx), show=PauseOut.of, status=201)


@router.post(
    "/v1/cases/{complaint_id}/pauses/{pause_id}/end", response_model=PauseOut, responses=problems(404, 409, 422)
)
async def end_pause(complaint_id: UUID, pause_id: UUID, call: Annotated[Call, may("cases:write")]) -> Response:
    """Go on, although the customer said nothing; what they say ends it by itself."""
    command = ResumeClocks(complaint_id=complaint_id, pause_id=pause_id, by=actor_of(call.principal), now=call.now)
    return await call.once(lambda tx: resume_clocks(command, tx), show=PauseOut.of)


@router.post(
    "/v1/cases/{complaint_id}/holding-responses",
    status_code=201,
    response_model=HoldingResponseOut,
    responses=problems(404, 409, 422),
)
async def send_holding_response(
    complaint_id: UUID, body: HoldingResponseIn, call: Annotated[Call, may("cases:write")]
) -> Response:
    """The customer was told why the final response takes longer, and until when."""
    command = HoldResponse(
        complaint_id=complaint_id,
        why=body.why,
        expected_by=body.expected_by,
        by=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(lambda tx: hold_response(command, tx), show=HoldingResponseOut.of, status=201)


def _page(found: Sequence[ClockFound], limit: int, call: Call) -> dict[str, object]:
    return page([RunningClockOut.found(one, call.now) for one in found], limit=limit, key=_key)


def _key(clock: RunningClockOut) -> Key:
    return (clock.due_at, clock.complaint_id, clock.pack, clock.kind, clock.round)
