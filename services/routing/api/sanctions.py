"""/v1/sanctions: what was decided about conduct, its signed backing, and appeals (RO-11)."""

from __future__ import annotations

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from services.routing.api.actor import actor_of
from services.routing.api.conduct_bodies import (
    AppealDecisionIn,
    AppealIn,
    AppealOut,
    BackingOut,
    SanctionLine,
    SanctionOut,
)
from services.routing.commands.appeal_sanction import AppealSanction, DecideAppeal, appeal_sanction, decide_appeal
from services.routing.queries.conduct_view import list_sanctions, sanction_view
from shared.http.call import Call, may
from shared.http.pages import Listed, PageQuery, after, page
from shared.http.problems import problems

router = APIRouter(tags=["conduct"])


@router.get("/v1/sanctions", response_model=Listed[SanctionLine], responses=problems(422))
async def sanction_list(
    call: Annotated[Call, may("cases:read")],
    where: PageQuery,
    complaint_id: UUID | None = None,
    customer_id: UUID | None = None,
) -> Response:
    """Sanctions, the latest first; of one complaint, or of one customer."""
    by = actor_of(call.principal)
    return await call.read(
        lambda tx: list_sanctions(
            tx,
            by=by,
            complaint_id=complaint_id,
            customer_id=customer_id,
            limit=where.limit,
            after=partial(after, where),
        ),
        show=lambda found: page(
            [SanctionLine.of(sanction) for sanction in found],
            limit=where.limit,
            key=lambda sanction: (sanction.decided_at, sanction.id),
        ),
    )


@router.get("/v1/sanctions/{sanction_id}", response_model=SanctionOut, responses=problems(404))
async def sanction_detail(sanction_id: UUID, call: Annotated[Call, may("cases:read")]) -> Response:
    """One sanction with its appeal, and whether it is in force now."""
    by = actor_of(call.principal)
    return await call.read(
        lambda tx: sanction_view(sanction_id, tx, by=by, now=call.now), show=SanctionOut.at, ages=True
    )


@router.get("/v1/sanctions/{sanction_id}/backing", response_model=BackingOut, responses=problems(404))
async def sanction_backing(sanction_id: UUID, call: Annotated[Call, may("cases:read")]) -> Response:
    """The manager's signed backing, as it was signed, and whether it is genuine."""
    by, verify = actor_of(call.principal), call.context.links.opens_short
    return await call.read(
        lambda tx: sanction_view(sanction_id, tx, by=by, now=call.now),
        show=lambda view: BackingOut.of(view.sanction, verify),
        ages=True,
    )


@router.post(
    "/v1/sanctions/{sanction_id}/appeals",
    status_code=201,
    response_model=AppealOut,
    responses=problems(404, 409, 422),
)
async def appeal_against_sanction(
    sanction_id: UUID, body: AppealIn, call: Annotated[Call, may("conduct:write")]
) -> Response:
    """Appeal, or write down a customer's appeal: another manager decides on it."""
    command = AppealSanction(
        sanction_id=sanction_id, appellant=body.by, text=body.text, by=actor_of(call.principal), now=call.now
    )
    return await call.once(lambda tx: appeal_sanction(command, tx), show=AppealOut.of, status=201)


@router.post("/v1/appeals/{appeal_id}/decision", response_model=AppealOut, responses=problems(403, 404, 409, 422))
async def decide_on_appeal(
    appeal_id: UUID, body: AppealDecisionIn, call: Annotated[Call, may("conduct:sanction")]
) -> Response:
    """Another manager, who stands no lower than the first, upholds the sanction or lifts it."""
    command = DecideAppeal(
        appeal_id=appeal_id, decision=body.decision, why=body.why, by=actor_of(call.principal), now=call.now
    )
    return await call.once(lambda tx: decide_appeal(command, tx), show=AppealOut.of)
