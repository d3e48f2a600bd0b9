"""What an answer does to a survey: the first one counts, and the same one again is thanked (FO-1, FO-2)."""

from __future__ import annotations

from services.followup.domain.answer import Answer
from services.followup.domain.errors import AlreadyAnswered, SurveyOver
from services.followup.domain.survey import Survey, SurveyStatus


def answered(survey: Survey, given: Answer | None, answer: Answer) -> Survey:
    """The survey after `answer`; unchanged when `given`, the answer that counts already, is the same.

    Raises AlreadyAnswered for a different one, SurveyOver when the survey was withdrawn, SurveyNotOpen.
    """
    if survey.status is SurveyStatus.ANSWERED:
        if given == answer:
            return survey
        raise AlreadyAnswered
    if survey.status is SurveyStatus.WITHDRAWN:
        raise SurveyOver
    return survey.answer()
