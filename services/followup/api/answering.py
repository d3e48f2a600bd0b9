"""POST /v1/surveys/answers/{token}: the customer's answer as JSON, for frontends that show their own page (FO-3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from services.followup.api.schemas import AnsweredOut, AnswerIn
from services.followup.commands.answer_surveys import Answered, AnswerSurvey, answer_surveys
from services.followup.queries.surveys import PURPOSE
from shared.db.engine import RawConnection
from shared.db.group_commit import Again
from shared.http.hot import Flushed, HotDoor
from shared.http.principal import Principal
from shared.kernel.errors import RedressError
from shared.messaging.context import Context


def make_answer(
    body: AnswerIn,
    caller: Principal,  # noqa: ARG001
    now: datetime,
    context: Context,
    *,
    token: str,
) -> AnswerSurvey:
    """The command of a checked body. Raises LinkInvalid (404) and LinkExpired (410)."""
    return AnswerSurvey(survey_id=context.links.open(PURPOSE, token, now), answer=body.answer(), now=now)


async def flush_answers(
    commands: Sequence[AnswerSurvey], connection: RawConnection
) -> list[Flushed | RedressError | Again]:
    """Answer a batch, and say of each what became of it."""
    return [
        _flushed(outcome) if isinstance(outcome, Answered) else outcome
        for outcome in await answer_surveys(commands, connection)
    ]


def _flushed(answered: Answered) -> Flushed:
    survey = answered.survey
    shown = {"survey_id": survey.id, "status": survey.status.value, "solved": answered.answer.solved}
    return Flushed(shown, answered.messages, None, survey.version)


ANSWER_SURVEY = HotDoor(
    path="/v1/surveys/answers/{token}",
    name="answer_by_link",
    scopes=(),
    public="the signed link is the key",
    body=AnswerIn,
    answer=AnsweredOut,
    make=make_answer,
    flush=flush_answers,
    summary="Answer a survey through its link's token",
    tag="surveys",
    problems=(404, 409, 410, 422),
    status=200,
)
