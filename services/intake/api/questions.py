"""Open questions about a complaint, answered or dismissed (IN-7)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.intake.api.actors import actor_of
from services.intake.api.cursors import after_id
from services.intake.api.facts_bodies import AnswerIn, DismissalIn, QuestionIn, QuestionOut
from services.intake.commands.ask_question import (
    AnswerQuestion,
    AskQuestion,
    DismissQuestion,
    ask_question,
    settle_question,
)
from services.intake.queries.facts import question_list
from shared.http.call import Call, may
from shared.http.pages import Listed, PageQuery, page
from shared.http.problems import problems

router = APIRouter(tags=["facts"])


@router.post(
    "/v1/complaints/{complaint_id}/questions",
    name="ask_question",
    status_code=201,
    response_model=QuestionOut,
    responses=problems(404, 422),
    summary="Ask what is not known yet; nothing is concluded while it is open",
)
async def ask(complaint_id: UUID, body: QuestionIn, call: Annotated[Call, may("complaints:write")]) -> Response:
    command = AskQuestion(
        complaint_id=complaint_id, text=body.text, whom=body.whom, actor=actor_of(call.principal), now=call.now
    )
    return await call.once(
        lambda tx: ask_question(command, tx),
        show=QuestionOut.model_validate,
        status=201,
        location=lambda _: f"/v1/complaints/{complaint_id}/questions",
    )


@router.post(
    "/v1/complaints/{complaint_id}/questions/{question_id}/answer",
    name="answer_question",
    response_model=QuestionOut,
    responses=problems(404, 409, 422),
    summary="Write down the answer and who or what says so",
)
async def answer(
    complaint_id: UUID, question_id: UUID, body: AnswerIn, call: Annotated[Call, may("complaints:write")]
) -> Response:
    command = AnswerQuestion(
        complaint_id=complaint_id,
        question_id=question_id,
        text=body.text,
        source=body.source,
        actor=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(lambda tx: settle_question(command, tx), show=QuestionOut.model_validate)


@router.post(
    "/v1/complaints/{complaint_id}/questions/{question_id}/dismissal",
    name="dismiss_question",
    response_model=QuestionOut,
    responses=problems(404, 409, 422),
    summary="Say why the question needs no answer",
)
async def dismiss(
    complaint_id: UUID, question_id: UUID, body: DismissalIn, call: Annotated[Call, may("complaints:write")]
) -> Response:
    command = DismissQuestion(
        complaint_id=complaint_id,
        question_id=question_id,
        reason=body.reason,
        actor=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(lambda tx: settle_question(command, tx), show=QuestionOut.model_validate)


@router.get(
    "/v1/complaints/{complaint_id}/questions",
    name="list_questions",
    response_model=Listed[QuestionOut],
    responses=problems(404, 422),
    summary="What was asked about the complaint, oldest first",
)
async def list_questions(
    complaint_id: UUID, call: Annotated[Call, may("complaints:read")], part: PageQuery
) -> Response:
    after = after_id(part)
    return await call.read(
        lambda tx: question_list(complaint_id, tx, actor=actor_of(call.principal), limit=part.limit + 1, after=after),
        show=lambda found: page(
            [QuestionOut.model_validate(one) for one in found], limit=part.limit, key=lambda one: (one.id,)
        ),
    )
