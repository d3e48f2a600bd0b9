"""Complaints were reopened or closed: asking about what was overtaken no longer makes sense (FO-1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.followup.domain import kinds
from services.followup.domain.course import Course
from services.followup.domain.survey import Step, Survey, SurveyStatus
from services.followup.storage import courses, surveys
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class OvertakeSurveys:
    """Take in how far these complaints have gone."""

    news: Sequence[Course]


async def overtake_surveys(command: OvertakeSurveys, tx: Transaction) -> None:
    """Withdraw every survey that was overtaken.

    A reopening withdraws also what was sent and not answered; a closing only what was not sent yet:
    whoever was asked may still answer.
    """
    known = await courses.merge(command.news, tx)
    withdrawn: list[UUID] = []
    settled: list[UUID] = []
    for survey in await surveys.of_complaints(list(known), tx):
        course = known[survey.complaint_id]
        if _is_overtaken(survey, course):
            await surveys.save(survey.withdraw(), tx)
            withdrawn.append(survey.id)
        elif course.closed_since(survey.complaint_version):
            settled.append(survey.id)
    await tx.unschedule(kinds.SEND_SURVEY, *withdrawn)
    await tx.unschedule(kinds.ASSUME_SOLVED, *withdrawn, *settled)


def _is_overtaken(survey: Survey, course: Course) -> bool:
    if not survey.may(Step.WITHDRAW):
        return False
    if course.reopened_since(survey.resolution_number):
        return True
    return survey.status is SurveyStatus.SCHEDULED and course.closed_since(survey.complaint_version)
