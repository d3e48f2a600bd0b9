"""The survey's public page: plain HTML behind a signed link. Opening it answers nothing; only sending it does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from services.followup.api.web import WEB
from services.followup.commands.answer_surveys import AnswerSurvey, answer_survey
from services.followup.domain.answer import EFFORT, RECOMMENDATION, SATISFACTION, WORDS, Answer
from services.followup.domain.errors import AlreadyAnswered, SurveyNotOpen, SurveyOver
from services.followup.domain.survey import Step, Survey, SurveyStatus
from services.followup.queries.surveys import PURPOSE, show_survey
from shared.http.call import Call, public
from shared.kernel.errors import Gone, NotFound
from shared.messaging.transaction import Transaction
from shared.pages.catalogue import Catalogue
from shared.pages.forms import YES_NO, Filled, read_form, scale
from shared.pages.web import FORM_BODY, pages

router = APIRouter(prefix="/s", tags=["pages"], default_response_class=HTMLResponse)
_LINK = public("the signed link is the key")
_FIELDS = tuple(Answer.__dataclass_fields__)


@router.get("/{token}", responses=pages(404, 410))
async def survey_page(token: str, call: Annotated[Call, _LINK]) -> Response:
    """The questions, or why there are none any more."""
    found = await _open(token, call)
    if isinstance(found, Response):
        return found
    words = WEB.words_for(call.request, found.language)
    return _closed(found, call, words) or _form(call, words)


@router.post("/{token}", openapi_extra=FORM_BODY, responses=pages(404, 409, 410, 422))
async def send_survey_page(token: str, call: Annotated[Call, _LINK]) -> Response:
    """Takes the answer and says thanks, or shows the questions again with what is wrong."""
    found = await _open(token, call)
    if isinstance(found, Response):
        return found
    words = WEB.words_for(call.request, found.language)
    if found.status is not SurveyStatus.ANSWERED and (closed := _closed(found, call, words)):
        return closed
    filled = await read_form(call.request, words)
    answer = _answer(filled)
    if answer is None:
        return _form(call, words, filled, status=422)
    command = AnswerSurvey(survey_id=found.id, answer=answer, now=call.now)
    try:
        await call.once(lambda tx: answer_survey(command, tx), show=lambda done: {"survey_id": done.survey.id})
    except AlreadyAnswered:
        return WEB.notice(call.request, words, "survey.already_title", "survey.already", status=409)
    except (SurveyOver, SurveyNotOpen):
        return WEB.notice(call.request, words, "survey.over_title", "survey.over", status=410)
    said = "survey.thanks_solved" if answer.solved else "survey.thanks_not_solved"
    return WEB.notice(call.request, words, "survey.thanks_title", said)


async def _open(token: str, call: Call) -> Survey | Response:
    """The survey behind a link, or the page that says kindly why there is none."""
    words = WEB.words_for(call.request)

    async def load(tx: Transaction) -> Survey:
        return (await show_survey(survey_id, tx=tx)).survey

    try:
        survey_id = call.context.links.open(PURPOSE, token, call.now)
        async with call.context.transactions.begin(correlation_id=call.correlation_id) as tx:
            return await load(tx)
    except Gone:
        return WEB.notice(call.request, words, "survey.expired_title", "survey.expired", status=410)
    except NotFound:
        return WEB.notice(call.request, words, "survey.unknown_title", "survey.unknown", status=404)


def _closed(survey: Survey, call: Call, words: Catalogue) -> Response | None:
    if survey.status is SurveyStatus.ANSWERED:
        return WEB.notice(call.request, words, "survey.already_title", "survey.already")
    if not survey.may(Step.ANSWER):
        return WEB.notice(call.request, words, "survey.over_title", "survey.over", status=410)
    return None


def _answer(filled: Filled) -> Answer | None:
    solved = filled.choice("solved", YES_NO, required=True)
    satisfaction = filled.choice("satisfaction", scale(SATISFACTION))
    effort = filled.choice("effort", scale(EFFORT))
    recommendation = filled.choice("recommendation", scale(RECOMMENDATION))
    repeated = filled.choice("repeated_themselves", YES_NO)
    comment = filled.text("comment", max=WORDS)
    suggestion = filled.text("suggestion", max=WORDS)
    if solved is None or filled.errors:
        return None
    return Answer(
        solved=solved,
        satisfaction=satisfaction,
        effort=effort,
        recommendation=recommendation,
        repeated_themselves=repeated,
        comment=comment,
        suggestion=suggestion,
    )


def _form(call: Call, words: Catalogue, filled: Filled | None = None, *, status: int = 200) -> Response:
    values: Mapping[str, str] = {} if filled is None else filled.values
    return WEB.page(
        "survey.html",
        call.request,
        words,
        status=status,
        choose=filled is None,
        form=values,
        errors={} if filled is None else filled.errors,
        labels={name: words.say(f"survey.{name}") for name in _FIELDS},
        fives=[(value, value) for value in scale(SATISFACTION)],
        tens=[(value, value) for value in scale(RECOMMENDATION)],
        max_words=WORDS,
    )
