"""What followup tells the others: the only place where its events are built. No name, no address, no words."""

from __future__ import annotations

from datetime import datetime

from services.followup.domain.answer import Answer
from services.followup.domain.comment import Comment
from services.followup.domain.survey import Missed, Survey
from shared.contracts.envelope import Event, Message
from shared.contracts.followup import (
    CommentReceived,
    CommentWithdrawn,
    SolutionAssumed,
    SolutionConfirmed,
    SolutionDenied,
    SurveyAnswered,
    SurveyMissed,
    SurveySent,
)


def _of_survey(survey: Survey, event: Event, time: datetime) -> Message:
    return Message(event, survey.id, survey.version, time)


def survey_sent(survey: Survey, *, channel: str, now: datetime) -> Message:
    """A survey went out."""
    event = SurveySent(survey_id=survey.id, complaint_id=survey.complaint_id, channel=channel, sent_at=now)
    return _of_survey(survey, event, now)


def survey_missed(survey: Survey, *, why: Missed, now: datetime) -> Message:
    """A survey never went out, and never will."""
    event = SurveyMissed(survey_id=survey.id, complaint_id=survey.complaint_id, why=why.value, missed_at=now)
    return _of_survey(survey, event, now)


def survey_answered(survey: Survey, answer: Answer, *, rated: bool, now: datetime) -> tuple[Message, Message]:
    """A customer answered, and with it confirmed or denied the solution: one change, two messages.

    The ratings of a sanctioned contact are not `rated`: others hear whether it is solved, and nothing that could hurt.
    """
    answered = SurveyAnswered(
        survey_id=survey.id,
        complaint_id=survey.complaint_id,
        solved=answer.solved,
        satisfaction=answer.satisfaction if rated else None,
        effort=answer.effort if rated else None,
        recommendation=answer.recommendation if rated else None,
        repeated_themselves=answer.repeated_themselves,
        answered_at=now,
    )
    verdict: Event
    if answer.solved:
        verdict = SolutionConfirmed(
            survey_id=survey.id,
            complaint_id=survey.complaint_id,
            resolution_number=survey.resolution_number,
            confirmed_at=now,
        )
    else:
        verdict = SolutionDenied(
            survey_id=survey.id,
            complaint_id=survey.complaint_id,
            resolution_number=survey.resolution_number,
            denied_at=now,
        )
    return _of_survey(survey, answered, now), _of_survey(survey, verdict, now)


def solution_assumed(survey: Survey, *, now: datetime) -> Message:
    """Nobody answered in time: documented silence."""
    event = SolutionAssumed(
        survey_id=survey.id,
        complaint_id=survey.complaint_id,
        resolution_number=survey.resolution_number,
        assumed_at=now,
    )
    return _of_survey(survey, event, now)


def comment_received(comment: Comment) -> Message:
    """Somebody said something about staff."""
    event = CommentReceived(
        comment_id=comment.id,
        customer_id=comment.customer_id,
        staff_ids=comment.staff_ids,
        rating=comment.rating,
        voluntary=comment.voluntary,
        language=comment.language,
        source=comment.source.value,
        received_at=comment.received_at,
    )
    return Message(event, comment.id, comment.version, comment.received_at)


def comment_withdrawn(comment: Comment, *, now: datetime) -> Message:
    """Somebody took back what they said."""
    event = CommentWithdrawn(comment_id=comment.id, staff_ids=comment.staff_ids, withdrawn_at=now)
    return Message(event, comment.id, comment.version, now)
