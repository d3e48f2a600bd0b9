"""Nobody answered in time: documented silence (FO-2, IN-20)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.followup import events
from services.followup.domain.survey import Step
from services.followup.storage import courses, surveys
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class AssumeSolved:
    """Take this survey's silence for an answer."""

    survey_id: UUID
    now: datetime


async def assume_solved(command: AssumeSolved, tx: Transaction) -> bool:
    """Document the silence; False when the customer answered or the complaint went on in the meantime."""
    course = await courses.hold(command.survey_id, tx)
    survey = await surveys.load(command.survey_id, tx)
    overtaken = course.overtakes(resolution_number=survey.resolution_number, complaint_version=survey.complaint_version)
    if overtaken or not survey.may(Step.ASSUME):
        return False
    assumed = survey.assume()
    await surveys.save(assumed, tx)
    tx.publish(events.solution_assumed(assumed, now=command.now))
    return True
