"""The customer answers: solved or not, and whatever else they like to say (FO-2, FO-3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.followup import events
from services.followup.domain import kinds
from services.followup.domain.answer import Answer
from services.followup.domain.errors import AlreadyAnswered, SurveyOver
from services.followup.domain.survey import Survey, SurveyStatus
from services.followup.storage import answers, courses, surveys
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSurvey:
    """One answer, through a link that was opened already."""

    survey_id: UUID
    answer: Answer
    now: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """The survey as it stands, and the answer that counts."""

    survey: Survey
    answer: Answer


async def answer_survey(command: AnswerSurvey, tx: Transaction) -> Answered:
    """Store the answer and say that the solution is confirmed or denied.

    The same answer again changes nothing. Raises AlreadyAnswered for a different one, SurveyOver when the
    survey was withdrawn, SurveyNotThere and SurveyNotOpen.
    """
    await courses.hold(command.survey_id, tx)
    survey = await surveys.load(command.survey_id, tx)
    if survey.status is SurveyStatus.ANSWERED:
        if await answers.load(survey.id, tx) == command.answer:
            return Answered(survey, command.answer)
        raise AlreadyAnswered
    if survey.status is SurveyStatus.WITHDRAWN:
        raise SurveyOver
    answered = survey.answer()
    await surveys.save(answered, tx)
    await answers.add(survey.id, command.answer, answered_at=command.now, tx=tx)
    await tx.unschedule(kinds.ASSUME_SOLVED, survey.id)
    tx.publish(*events.survey_answered(answered, command.answer, now=command.now))
    return Answered(answered, command.answer)
