"""/v1/promises: what was promised to whom by when, and what became of it (RO-8)."""

from __future__ import annotations

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from services.routing.api.actor import actor_of
from services.routing.api.promises_bodies import (
    DelayIn,
    KeptIn,
    PromiseDetail,
    PromiseIn,
    PromiseOut,
    PromiseWithdrawalIn,
)
from services.routing.commands.delay_promise import DelayPromise, delay_promise
from services.routing.commands.keep_promise import KeepPromise, keep_promise
from services.routing.commands.make_promise import MakePromise, make_promise
from services.routing.commands.withdraw_promise import WithdrawPromise, withdraw_promise
from services.routing.domain.promise import Promise, PromiseStatus
from services.routing.queries.list_promises import ListPromises, list_promises, promises_of_case
from services.routing.queries.promise_view import promise_view
from services.routing.settings import RoutingSettings
from shared.http.call import Call, may
from shared.http.pages import Listed, PageQuery, after, page
from shared.http.problems import problems
from shared.http.schemas import Instant

router = APIRouter(tags=["promises"])
Team = Annotated[str | None, Query(max_length=100, pattern=r"^[^\x00-\x1f]+$")]


@router.post(
    "/v1/cases/{complaint_id}/promises",
    status_code=201,
    response_model=PromiseOut,
    responses=problems(404, 409, 422),
)
async def promise_something(
    complaint_id: UUID, body: PromiseIn, call: Annotated[Call, may("promises:write")]
) -> Response:
    """Promise something to the customer; beyond one's authority the 422 says who could grant it."""
    settings: RoutingSettings = call.context.settings
    command = MakePromise(
        complaint_id=complaint_id,
        terms=body.terms(),
        made_by=body.made_by,
        by=actor_of(call.principal),
        grace=settings.promise_grace,
        now=call.now,
    )
    return await call.once(
        lambda tx: make_promise(command, tx),
        show=PromiseOut.of,
        status=201,
        location=lambda promise: f"/v1/promises/{promise.id}",
    )


@router.get("/v1/cases/{complaint_id}/promises", response_model=Listed[PromiseOut], responses=problems(404, 422))
async def promises_in_case(complaint_id: UUID, call: Annotated[Call, may("cases:read")], where: PageQuery) -> Response:
    """All promises of a case, what is due first first."""
    by, following = actor_of(call.principal), partial(after, where, descending=False)
    return await call.read(
        lambda tx: promises_of_case(complaint_id, tx, by=by, limit=where.limit, after=following),
        show=lambda found: page([PromiseOut.of(one) for one in found], limit=where.limit, key=_key),
    )


@router.get("/v1/promises", response_model=Listed[PromiseOut], responses=problems(422))
async def promises_due(
    call: Annotated[Call, may("cases:read")],
    where: PageQuery,
    status: Annotated[PromiseStatus | None, Query(description="left out: what is owed")] = None,
    due_before: Instant | None = None,
    department: Team = None,
    staff_id: Annotated[UUID | None, Query(description="who made it")] = None,
    owner_id: Annotated[UUID | None, Query(description="who has the case now")] = None,
) -> Response:
    """Promises of the cases that the caller may see, what is due first first."""
    query = ListPromises(
        by=actor_of(call.principal),
        limit=where.limit,
        status=status,
        due_before=due_before,
        department=department,
        made_by=staff_id,
        owner_id=owner_id,
    )
    return await call.read(
        lambda tx: list_promises(query, tx, after=partial(after, where, descending=False)),
        show=lambda found: page([PromiseOut.of(one) for one in found], limit=where.limit, key=_key),
    )


@router.get("/v1/promises/{promise_id}", response_model=PromiseDetail, responses=problems(404))
async def promise_detail(promise_id: UUID, call: Annotated[Call, may("cases:read")]) -> Response:
    """A promise with everything that happened to it."""
    by = actor_of(call.principal)
    return await call.read(lambda tx: promise_view(promise_id, tx, by=by), show=PromiseDetail.seen)


@router.post("/v1/promises/{promise_id}/kept", response_model=PromiseOut, responses=problems(404, 409, 412, 422, 428))
async def promise_kept(
    promise_id: UUID, call: Annotated[Call, may("promises:write")], _: KeptIn | None = None
) -> Response:
    """It was done. Done when overdue, it stays broken and is made good. The body may be left out."""
    settings: RoutingSettings = call.context.settings
    command = KeepPromise(
        promise_id=promise_id,
        expected_version=call.require_match(),
        by=actor_of(call.principal),
        grace=settings.promise_grace,
        now=call.now,
    )
    return await call.once(lambda tx: keep_promise(command, tx), show=PromiseOut.of)


@router.post("/v1/promises/{promise_id}/delay", response_model=PromiseOut, responses=problems(404, 409, 412, 422, 428))
async def promise_delayed(promise_id: UUID, body: DelayIn, call: Annotated[Call, may("promises:write")]) -> Response:
    """The customer was told, before it was due, that it comes later; told afterwards is refused."""
    settings: RoutingSettings = call.context.settings
    command = DelayPromise(
        promise_id=promise_id,
        due_at=body.due_at,
        told=body.told.told(),
        expected_version=call.require_match(),
        by=actor_of(call.principal),
        grace=settings.promise_grace,
        now=call.now,
    )
    return await call.once(lambda tx: delay_promise(command, tx), show=PromiseOut.of)


@router.post(
    "/v1/promises/{promise_id}/withdrawal", response_model=PromiseOut, responses=problems(404, 409, 412, 422, 428)
)
async def promise_withdrawn(
    promise_id: UUID, body: PromiseWithdrawalIn, call: Annotated[Call, may("promises:write")]
) -> Response:
    """The customer was told, or said, before it was due, that it is off."""
    settings: RoutingSettings = call.context.settings
    command = WithdrawPromise(
        promise_id=promise_id,
        told=body.told.told(),
        expected_version=call.require_match(),
        by=actor_of(call.principal),
        grace=settings.promise_grace,
        now=call.now,
    )
    return await call.once(lambda tx: withdraw_promise(command, tx), show=PromiseOut.of)


def _key(shown: PromiseOut | Promise) -> tuple[object, object]:
    return (shown.due_at, shown.id)
