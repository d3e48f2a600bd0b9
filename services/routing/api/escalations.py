"""/v1/cases/{complaint_id}/escalations and /ladder: who else can take a case, and asking them (RO-3, RO-5, RO-6)."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from services.routing.api.actor import actor_of
from services.routing.api.handoff_bodies import EscalationIn, HandoffOut
from services.routing.api.ladder_bodies import CaseLadderOut
from services.routing.commands.escalate import Escalate, escalate
from services.routing.domain.handoff import Handoff
from services.routing.domain.ladder import Reason
from services.routing.domain.summary import Circumstances
from services.routing.gateways import Gateways
from services.routing.gateways.intake import brief_or_none
from services.routing.queries.case_ladder import case_ladder
from services.routing.queries.case_view import visible_case
from services.routing.queries.ledgers import ledgers_of
from services.routing.settings import RoutingSettings
from shared.http.call import Call, may
from shared.http.problems import problems
from shared.messaging.transaction import Transaction

router = APIRouter(tags=["handoffs"])


@router.post(
    "/v1/cases/{complaint_id}/escalations",
    status_code=201,
    response_model=HandoffOut,
    responses=problems(404, 409, 422),
)
async def escalate_case(complaint_id: UUID, body: EscalationIn, call: Annotated[Call, may("cases:write")]) -> Response:
    """Offer the case to somebody higher, with a summary that the system builds; the owner stays until acceptance.

    While intake is away the handoff is there with status `awaiting_summary`, and is offered as soon as intake answers.
    """
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
        brief=await brief_or_none(gateways.intake, complaint_id),
        by=by,
        answer_within=settings.handoff_answer_within,
        now=call.now,
    )

    async def with_ledgers(tx: Transaction) -> Handoff:
        return await escalate(replace(command, ledgers=await ledgers_of(complaint_id, tx, now=call.now)), tx)

    return await call.once(
        with_ledgers,
        show=HandoffOut.of,
        status=201,
        location=lambda handoff: f"/v1/handoffs/{handoff.id}",
    )


@router.get("/v1/cases/{complaint_id}/ladder", response_model=CaseLadderOut, responses=problems(404, 422))
async def read_case_ladder(
    complaint_id: UUID, call: Annotated[Call, may("cases:read")], reason: Reason | None = None
) -> Response:
    """To whom this case would go, step after step; of whom the customer may have it, the full contact details."""
    by, now = actor_of(call.principal), call.now
    return await call.read(
        lambda tx: case_ladder(complaint_id, tx, by=by, reason=reason, now=now), show=CaseLadderOut.of
    )
