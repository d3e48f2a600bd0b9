"""What a complaint cost, what is wished for, and where it belongs (IN-9, IN-11)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.intake.api.actors import actor_of
from services.intake.api.schemas import ImpactIn, WishIn
from services.intake.api.understanding_bodies import ClassificationIn, UnderstandingOut, understanding
from services.intake.commands.classify_complaint import ClassifyComplaint, classify_complaint
from services.intake.commands.record_impact import RecordImpact, record_impact
from services.intake.commands.record_wish import RecordWish, record_wish
from services.intake.domain.new_complaint import Impact
from shared.http.call import Call, may
from shared.http.problems import problems

router = APIRouter(tags=["understanding"])


@router.put(
    "/v1/complaints/{complaint_id}/impact",
    name="record_impact",
    response_model=UnderstandingOut,
    responses=problems(404, 412, 422),
    summary="Record what it cost the customer; an occasion of theirs that comes near makes it urgent",
)
async def cost(complaint_id: UUID, body: ImpactIn, call: Annotated[Call, may("complaints:write")]) -> Response:
    impact = Impact(
        detail=body.detail,
        money_lost=body.money_lost.money() if body.money_lost else None,
        minutes_lost=body.minutes_lost,
        occasion=body.occasion,
        occasion_on=body.occasion_on,
    )
    command = RecordImpact(
        complaint_id=complaint_id,
        impact=impact,
        expected_version=call.if_match,
        actor=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(lambda tx: record_impact(command, tx), show=understanding)


@router.put(
    "/v1/complaints/{complaint_id}/desired-resolution",
    name="record_wish",
    response_model=UnderstandingOut,
    responses=problems(404, 412, 422),
    summary="Record what the customer wants, also where it can't be given; earlier wishes are kept",
)
async def wish(complaint_id: UUID, body: WishIn, call: Annotated[Call, may("complaints:write")]) -> Response:
    command = RecordWish(
        complaint_id=complaint_id,
        kind=body.kind,
        detail=body.detail,
        expected_version=call.if_match,
        actor=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(lambda tx: record_wish(command, tx), show=understanding)


@router.put(
    "/v1/complaints/{complaint_id}/classification",
    name="classify_complaint",
    response_model=UnderstandingOut,
    responses=problems(404, 412, 422),
    summary="Say where the complaint belongs; what is left out stays as it is",
)
async def classify(
    complaint_id: UUID, body: ClassificationIn, call: Annotated[Call, may("complaints:write")]
) -> Response:
    command = ClassifyComplaint(
        complaint_id=complaint_id,
        members=body.model_dump(exclude_unset=True),
        expected_version=call.if_match,
        actor=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(lambda tx: classify_complaint(command, tx), show=understanding)
