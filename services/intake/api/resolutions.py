"""Resolutions: what was done about a complaint (IN-19)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.intake.api.actors import actor_of
from services.intake.api.answers import MoneyOut, ResolutionOut
from services.intake.api.finding_bodies import RemarkOut
from services.intake.api.resolutions_bodies import ResolutionIn, ResolvedOut
from services.intake.commands.resolve_complaint import ResolveComplaint, Resolved, resolve_complaint
from shared.http.call import Call, may
from shared.http.problems import problems

router = APIRouter(tags=["resolutions"])


@router.post(
    "/v1/complaints/{complaint_id}/resolution",
    name="resolve_complaint",
    response_model=ResolvedOut,
    responses=problems(404, 409, 412, 422),
    summary="Say what was done; the complaint is resolved, and closed only by the customer",
)
async def resolve(complaint_id: UUID, body: ResolutionIn, call: Annotated[Call, may("complaints:write")]) -> Response:
    command = ResolveComplaint(
        complaint_id=complaint_id,
        given=body.given(),
        expected_version=call.if_match,
        actor=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(lambda tx: resolve_complaint(command, tx), show=_resolved)


def _resolved(done: Resolved) -> ResolvedOut:
    complaint, resolution = done.complaint, done.resolution
    cost = resolution.cost
    return ResolvedOut(
        id=complaint.id,
        reference=complaint.reference,
        status=complaint.status,
        version=complaint.version,
        owner_id=complaint.owner_id,
        resolution=ResolutionOut(
            number=resolution.number,
            what_was_done=resolution.what_was_done,
            what_it_took=resolution.what_it_took,
            recap_version=resolution.recap_version,
            customer_unreachable=resolution.customer_unreachable,
            wish_met=resolution.wish_met,
            root_cause=resolution.root_cause,
            liability_accepted=resolution.liability_accepted,
            cost=MoneyOut(amount=str(cost.amount), currency=cost.currency) if cost else None,
            thanks=resolution.thanks,
            resolved_by=resolution.resolved_by,
            resolved_at=resolution.resolved_at,
        ),
        wording=RemarkOut.of_each(done.remarks),
    )
