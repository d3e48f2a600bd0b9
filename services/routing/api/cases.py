"""/v1/cases: who owns what and why, and escalation (RO-2, RO-5)."""

from __future__ import annotations

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from services.routing.api.actor import actor_of
from services.routing.api.schemas import CaseLine, CaseOut, EscalationIn, HandoffOut
from services.routing.commands.escalate import Escalate, escalate
from services.routing.domain.case import CaseStatus
from services.routing.domain.summary import Circumstances
from services.routing.gateways import Gateways
from services.routing.queries.case_view import case_view, visible_case
from services.routing.queries.list_cases import ListCases, list_cases
from services.routing.settings import RoutingSettings
from shared.http.call import Call, may
from shared.http.pages import Listed, PageQuery, after, page
from shared.http.problems import problems

router = APIRouter(tags=["cases"])


@router.get("/v1/cases", response_model=Listed[CaseLine], responses=problems(422))
async def case_list(
    call: Annotated[Call, may("cases:read")],
    where: PageQuery,
    owner_id: UUID | None = None,
    status: CaseStatus | None = None,
) -> Response:
    """The cases that the caller may see, the latest recorded first."""
    query = ListCases(by=actor_of(call.principal), owner_id=owner_id, status=status, limit=where.limit)
    return await call.read(
        lambda tx: list_cases(query, tx, after=partial(after, where)),
        show=lambda found: page(
            [CaseLine.of(case) for case in found],
            limit=where.limit,
            key=lambda case: (case.recorded_at, case.complaint_id),
        ),
    )


@router.get("/v1/cases/{complaint_id}", response_model=CaseOut, responses=problems(404))
async def case_detail(complaint_id: UUID, call: Annotated[Call, may("cases:read")]) -> Response:
    """A case: its owner and why, its clocks as they stand now, its handoffs."""
    by = actor_of(call.principal)
    return await call.read(lambda tx: case_view(complaint_id, tx, by=by, now=call.now), show=CaseOut.at, ages=True)


@router.post(
    "/v1/cases/{complaint_id}/escalations",
    status_code=201,
    response_model=HandoffOut,
    responses=problems(404, 409, 422, 503),
)
async def escalate_case(complaint_id: UUID, body: EscalationIn, call: Annotated[Call, may("cases:write")]) -> Response:
    """Offer the case to somebody higher, with a summary that the system builds; the owner stays until acceptance."""
    if (again := await call.answered()) is not None:
        return again
    by, told = actor_of(call.principal), body.told()
    gateways: Gateways = call.context.gateways
    settings: RoutingSettings = call.context.settings
    async with call.context.transactions.begin(correlation_id=call.correlation_id) as tx:
        await visible_case(complaint_id, tx, by=by)
    command = Escalate(
        complaint_id=complaint_id,
        to_id=body.to_id,
        circumstances=Circumstances(
            reason=body.reason, told=told, note=body.note, minutes=body.minutes, tellings=body.tellings
        ),
        brief=await gateways.intake.brief(complaint_id, correlation_id=call.correlation_id),
        by=by,
        answer_within=settings.handoff_answer_within,
        now=call.now,
    )
    return await call.once(
        lambda tx: escalate(command, tx),
        show=HandoffOut.of,
        status=201,
        location=lambda handoff: f"/v1/handoffs/{handoff.id}",
    )
