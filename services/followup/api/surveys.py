"""Surveys for staff and systems; the customer's answer is in answering.py and survey_page.py."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.followup.api.cursors import before
from services.followup.api.schemas import AnswerOut, SurveyDetailOut, SurveyOut
from services.followup.api.who import sees_link
from services.followup.domain.survey import Survey, SurveyStatus
from services.followup.queries.surveys import SurveyWithAnswer, link_to, list_surveys, show_survey
from services.followup.settings import FollowupSettings
from shared.http.call import Call, may
from shared.http.pages import Listed, PageQuery, page
from shared.http.problems import problems

router = APIRouter(prefix="/v1/surveys", tags=["surveys"])


@router.get("", response_model=Listed[SurveyOut], responses=problems(422))
async def find_surveys(
    call: Annotated[Call, may("surveys:read")],
    part: PageQuery,
    complaint_id: UUID | None = None,
    status: SurveyStatus | None = None,
) -> Response:
    """Surveys, newest first; of one complaint, or in one state, such as `unknown`."""
    start = before(part)

    def show(found: list[Survey]) -> dict[str, Any]:
        listed = page(found, limit=part.limit, key=lambda survey: (survey.id,))
        return {**listed, "items": [_shown(survey, call) for survey in listed["items"]]}

    return await call.read(
        lambda tx: list_surveys(
            complaint_id=complaint_id,
            status=status,
            departments=_departments(call),
            before=start,
            limit=part.limit + 1,
            tx=tx,
        ),
        show=show,
    )


@router.get("/{survey_id}", response_model=SurveyDetailOut, responses=problems(404, 422))
async def read_survey(survey_id: UUID, call: Annotated[Call, may("surveys:read")]) -> Response:
    """One survey with its answer."""

    def show(found: SurveyWithAnswer) -> SurveyDetailOut:
        answer = None if found.answer is None else AnswerOut.model_validate(found.answer)
        return SurveyDetailOut(**_shown(found.survey, call).model_dump(), answer=answer)

    return await call.read(lambda tx: show_survey(survey_id, departments=_departments(call), tx=tx), show=show)


def _shown(survey: Survey, call: Call) -> SurveyOut:
    link = None
    if sees_link(call.principal) and survey.sent_at is not None and survey.link_expires_at is not None:
        settings: FollowupSettings = call.context.settings
        link = link_to(survey.id, expires=survey.link_expires_at, url=settings.own_url, links=call.context.links)
    return SurveyOut.of(survey, link=link)


def _departments(call: Call) -> Collection[str] | None:
    """The teams that a person is held to; None for whoever sees them all."""
    return None if call.principal.every_team else call.principal.teams
