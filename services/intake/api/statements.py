"""Statements about a complaint: claimed, verified, refuted, each with its source (IN-7)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.intake.api.actors import actor_of
from services.intake.api.cursors import after_id, after_number
from services.intake.api.facts_bodies import StatementIn, StatementOut, VerdictIn, VerdictOut
from services.intake.commands.state_fact import JudgeStatement, MakeStatement, judge_statement, make_statement
from services.intake.queries.facts import statement_list, verdict_list
from shared.http.call import Call, may
from shared.http.pages import Listed, PageQuery, page
from shared.http.problems import problems

router = APIRouter(tags=["facts"])


@router.post(
    "/v1/complaints/{complaint_id}/statements",
    name="make_statement",
    status_code=201,
    response_model=StatementOut,
    responses=problems(404, 422),
    summary="Write down what somebody says happened; it counts as claimed",
)
async def state(complaint_id: UUID, body: StatementIn, call: Annotated[Call, may("complaints:write")]) -> Response:
    command = MakeStatement(
        complaint_id=complaint_id,
        text=body.text,
        source=body.source,
        about=body.about,
        actor=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(
        lambda tx: make_statement(command, tx),
        show=StatementOut.model_validate,
        status=201,
        location=lambda _: f"/v1/complaints/{complaint_id}/statements",
    )


@router.post(
    "/v1/complaints/{complaint_id}/statements/{statement_id}/verdict",
    name="judge_statement",
    response_model=StatementOut,
    responses=problems(404, 409, 412, 422),
    summary="Verify or refute a statement, or take the last verdict back; earlier verdicts are kept",
)
async def judge(
    complaint_id: UUID, statement_id: UUID, body: VerdictIn, call: Annotated[Call, may("complaints:write")]
) -> Response:
    command = JudgeStatement(
        complaint_id=complaint_id,
        statement_id=statement_id,
        status=body.status,
        source=body.source,
        note=body.note,
        expected_version=call.if_match,
        actor=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(lambda tx: judge_statement(command, tx), show=StatementOut.model_validate)


@router.get(
    "/v1/complaints/{complaint_id}/statements",
    name="list_statements",
    response_model=Listed[StatementOut],
    responses=problems(404, 422),
    summary="What is claimed, verified and refuted, oldest first",
)
async def list_statements(
    complaint_id: UUID, call: Annotated[Call, may("complaints:read")], part: PageQuery
) -> Response:
    after = after_id(part)
    return await call.read(
        lambda tx: statement_list(complaint_id, tx, actor=actor_of(call.principal), limit=part.limit + 1, after=after),
        show=lambda found: page(
            [StatementOut.model_validate(one) for one in found], limit=part.limit, key=lambda one: (one.id,)
        ),
    )


@router.get(
    "/v1/complaints/{complaint_id}/statements/{statement_id}/verdicts",
    name="list_verdicts",
    response_model=Listed[VerdictOut],
    responses=problems(404, 422),
    summary="All verdicts on a statement, oldest first; the newest holds",
)
async def list_verdicts(
    complaint_id: UUID, statement_id: UUID, call: Annotated[Call, may("complaints:read")], part: PageQuery
) -> Response:
    after = after_number(part)
    actor = actor_of(call.principal)
    return await call.read(
        lambda tx: verdict_list(complaint_id, statement_id, tx, actor=actor, limit=part.limit + 1, after=after),
        show=lambda found: page(
            [VerdictOut.model_validate(one) for one in found], limit=part.limit, key=lambda one: (one.number,)
        ),
    )
