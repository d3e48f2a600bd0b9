"""Customers answer: solved or not, and whatever else they like to say (FO-2, FO-3); many at once, or one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.followup import events
from services.followup.domain import kinds
from services.followup.domain.answer import Answer
from services.followup.domain.answering import answered
from services.followup.domain.errors import SurveyNotThere
from services.followup.domain.survey import Survey, SurveyStatus
from services.followup.storage import answers, courses, sanctions, surveys
from shared.contracts.envelope import Message
from shared.db.engine import RawConnection
from shared.db.group_commit import Again
from shared.kernel.errors import RedressError
from shared.messaging.schedule import unschedule
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSurvey:
    """One answer, through a link that was opened already."""

    survey_id: UUID
    answer: Answer
    now: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """The survey as it stands, the answer that counts, and what there is to tell: nothing for the same one again."""

    survey: Survey
    answer: Answer
    messages: tuple[Message, ...] = ()


Outcome = Answered | RedressError | Again


async def answer_surveys(commands: Sequence[AnswerSurvey], connection: RawConnection) -> list[Outcome]:
    """Store answers in a few statements; of each, in order, what became of it, or why not.

    AlreadyAnswered, SurveyOver and SurveyNotOpen as in `answered`, SurveyNotThere. One complaint is waited for
    while somebody else holds it; of several, a busy one gets Again, so that a batch never deadlocks.
    """
    wanted = {command.survey_id for command in commands}
    waits = len(wanted) == 1
    held = await courses.hold_all(wanted, connection, wait=waits)
    found = await surveys.load_all(wanted, connection)
    known = {survey.id: survey for survey in found if survey.complaint_id in held}
    given = await answers.load_all(
        [survey.id for survey in known.values() if survey.status is SurveyStatus.ANSWERED], connection
    )
    now = max((command.now for command in commands), default=None)
    held_back = await sanctions.holding(held, now, connection) if now and held else set()
    new: dict[UUID, tuple[Survey, AnswerSurvey]] = {}
    outcomes: list[Outcome] = []
    for command in commands:
        survey = known.get(command.survey_id)
        if survey is None:
            outcomes.append(SurveyNotThere() if waits else Again())
            continue
        rated = survey.complaint_id not in held_back
        outcome = _decide(command, survey, given.get(survey.id), rated=rated)
        outcomes.append(outcome)
        if isinstance(outcome, Answered) and outcome.survey is not survey:
            # Another answer in this batch meets this one.
            known[survey.id], given[survey.id] = outcome.survey, outcome.answer
            new[survey.id] = outcome.survey, command
    await _save(new, connection)
    return outcomes


def _decide(command: AnswerSurvey, survey: Survey, given: Answer | None, *, rated: bool) -> Answered | RedressError:
    try:
        after = answered(survey, given, command.answer)
    except RedressError as error:
        return error
    told = () if after is survey else events.survey_answered(after, command.answer, rated=rated, now=command.now)
    return Answered(after, command.answer, told)


async def _save(new: Mapping[UUID, tuple[Survey, AnswerSurvey]], connection: RawConnection) -> None:
    if not new:
        return
    await surveys.save_statuses([survey for survey, _ in new.values()], connection)
    await answers.add_all([(survey.id, command.answer, command.now) for survey, command in new.values()], connection)
    await unschedule(connection, [(kinds.ASSUME_SOLVED, survey_id) for survey_id in new])


async def answer_survey(command: AnswerSurvey, tx: Transaction) -> Answered:
    """Store one answer, as `answer_surveys` does.

    Raises AlreadyAnswered, SurveyOver, SurveyNotThere and SurveyNotOpen.
    """
    (outcome,) = await answer_surveys([command], await tx.raw())
    if isinstance(outcome, Exception):
        raise outcome
    tx.publish(*outcome.messages)
    return outcome
