"""/v1/cases/{id}/candidates and /reassignment: who could take a case, and giving it to them (RO-2, RO-14)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from services.routing.api.actor import actor_of
from services.routing.api.reassignment_bodies import CandidatesOut, ReassignmentIn
from services.routing.api.schemas import CaseOut
from services.routing.commands.reassign import Reassign, reassign
from services.routing.domain.assignment import SHOWN
from services.routing.queries.candidates import candidates_view
from services.routing.queries.case_view import CaseView, case_view
from services.routing.settings import RoutingSettings
from shared.http.call import Call, may
from shared.http.problems import problems
from shared.messaging.transaction import Transaction

router = APIRouter(tags=["cases"])


@router.get("/v1/cases/{complaint_id}/candidates", response_model=CandidatesOut, responses=problems(404, 422))
async def case_candidates(
    complaint_id: UUID,
    call: Annotated[Call, may("cases:read")],
    limit: Annotated[int, Query(ge=1, le=50, description="How many at most")] = SHOWN,
) -> Response:
    """Who would take the case now and why, and how many others are passed over for which reason."""
    by = actor_of(call.principal)
    return await call.read(
        lambda tx: candidates_view(complaint_id, tx, by=by, now=call.now, limit=limit), show=CandidatesOut.of
    )


@router.post("/v1/cases/{complaint_id}/reassignment", response_model=CaseOut, responses=problems(404, 409, 412, 422))
async def reassign_case(
    complaint_id: UUID, body: ReassignmentIn, call: Annotated[Call, may("cases:reassign")]
) -> Response:
    """Give the case to somebody named, or to the best who suits; an If-Match with its version is heeded."""
    by = actor_of(call.principal)
    settings: RoutingSettings = call.context.settings
    command = Reassign(
        complaint_id=complaint_id,
        to_id=body.to_id,
        why=body.why,
        expected_version=call.if_match,
        by=by,
        rest=settings.hot_rest,
        now=call.now,
    )

    async def move(tx: Transaction) -> CaseView:
        await reassign(command, tx)
        return await case_view(complaint_id, tx, by=by, now=call.now)

    return await call.once(move, show=CaseOut.at)
