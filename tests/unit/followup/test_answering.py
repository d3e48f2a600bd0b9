"""What an answer does to a survey."""

from __future__ import annotations

import pytest

from services.followup.domain.answer import Answer
from services.followup.domain.answering import answered
from services.followup.domain.errors import AlreadyAnswered, SurveyNotOpen, SurveyOver
from services.followup.domain.survey import SurveyStatus
from tests.unit.followup.test_survey import a_survey

YES, NO = Answer(solved=True), Answer(solved=False)


@pytest.mark.parametrize(
    "status", [SurveyStatus.SENT, SurveyStatus.SENDING, SurveyStatus.UNKNOWN, SurveyStatus.ASSUMED]
)
def test_the_first_answer_counts_even_late(status: SurveyStatus) -> None:
    """FO-2: whoever was asked may answer, also after their silence was documented."""
    survey = a_survey(status)
    after = answered(survey, None, NO)
    assert (after.status, after.version) == (SurveyStatus.ANSWERED, survey.version + 1)


def test_the_same_answer_again_changes_nothing_and_another_is_refused() -> None:
    """FO-1: one answer a survey."""
    survey = a_survey(SurveyStatus.ANSWERED)
    assert answered(survey, YES, YES) is survey
    for given in (YES, None):  # None: what was said has been erased
        with pytest.raises(AlreadyAnswered):
            answered(survey, given, NO)


def test_what_is_over_or_was_never_sent_takes_none() -> None:
    """FO-1: a withdrawn survey is over, a scheduled one not open yet."""
    with pytest.raises(SurveyOver):
        answered(a_survey(SurveyStatus.WITHDRAWN), None, YES)
    with pytest.raises(SurveyNotOpen):
        answered(a_survey(SurveyStatus.SCHEDULED), None, YES)
