"""Corrective actions of families (IN-21)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.intake.api.actors import actor_of
from services.intake.api.family_bodies import ActionIn, ActionOut, OutcomeIn
from services.intake.commands.complete_action import CompleteAction, complete_action
from services.intake.commands.plan_action import PlanAction, plan_action
from services.intake.domain.corrective_action import CorrectiveAction, due_state
from shared.http.call import Call, may
from shared.http.problems import problems

router = APIRouter(tags=["families"])


@router.post(
    "/v1/families/{family_id}/actions",
    name="plan_corrective_action",
    status_code=201,
    response_model=ActionOut,
    responses=problems(404, 409, 422),
    summary="Plan what is to be done about the cause: one at a time",
)
async def plan(family_id: UUID, body: ActionIn, call: Annotated[Call, may("lessons:write")]) -> Response:
    command = PlanAction(
        family_id=family_id,
        what=body.what,
        owner_id=body.owner_id,
        due_on=body.due_on,
        actor=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(
        lambda tx: plan_action(command, tx),
        show=lambda action: _shown(action, call.now),
        status=201,
        location=lambda _: f"/v1/families/{family_id}",
    )


@router.post(
    "/v1/families/{family_id}/actions/{action_id}/completion",
    name="complete_corrective_action",
    response_model=ActionOut,
    responses=problems(404, 409, 422),
    summary="It is done: say what came of it",
)
async def complete(
    family_id: UUID, action_id: UUID, body: OutcomeIn, call: Annotated[Call, may("lessons:write")]
) -> Response:
    command = CompleteAction(
        family_id=family_id,
        action_id=action_id,
        outcome=body.outcome,
        actor=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(lambda tx: complete_action(command, tx), show=lambda action: _shown(action, call.now))


def _shown(action: CorrectiveAction, now: datetime) -> ActionOut:
    return ActionOut(
        id=action.id,
        what=action.what,
        owner_id=action.owner_id,
        due_on=action.due_on,
        due=due_state(due_on=action.due_on, done_at=action.done_at, now=now),
        planned_by=action.planned_by,
        planned_at=action.planned_at,
        overdue_at=action.overdue_at,
        done_at=action.done_at,
        done_by=action.done_by,
        outcome=action.outcome,
    )
