"""Complaints were resolved: a survey for each resolution, once, at the right hour (FO-1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.followup.domain import kinds
from services.followup.domain.course import Course
from services.followup.domain.survey import Survey
from services.followup.domain.window import known_zone, send_at
from services.followup.storage import courses, surveys
from shared.kernel.ids import new_id
from shared.messaging.schedule import Timer
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """A resolution, as intake told of it."""

    complaint_id: UUID
    complaint_version: int
    resolution_number: int
    customer_id: UUID | None
    owner_id: UUID
    department: str | None
    product: str | None
    language: str
    time_zone: str | None
    resolved_at: datetime


@dataclass(frozen=True, slots=True)
class ScheduleSurveys:
    """Ask about these resolutions."""

    resolutions: Sequence[Resolution]
    now: datetime


async def schedule_surveys(command: ScheduleSurveys, tx: Transaction) -> None:
    """Schedule a survey for each resolution that has none; one that was overtaken is withdrawn from the start.

    Hearing of a resolution again, or after its reopening, changes nothing (FO-1).
    """
    known = await courses.merge([Course(complaint_id=one.complaint_id) for one in command.resolutions], tx)
    wanted = {(one.complaint_id, one.resolution_number): one for one in reversed(command.resolutions)}
    drafts = [_draft(one, command.now) for one in wanted.values()]
    added = await surveys.add_new(drafts, tx)
    due: list[Timer] = []
    for survey in drafts:
        if survey.id not in added:
            continue
        if known[survey.complaint_id].overtakes(
            resolution_number=survey.resolution_number, complaint_version=survey.complaint_version
        ):
            await surveys.save(survey.withdraw(), tx)
        else:
            due.append(Timer(kinds.SEND_SURVEY, survey.id, survey.scheduled_for))
    await tx.schedule(*due)


def _draft(resolution: Resolution, now: datetime) -> Survey:
    return Survey(
        id=new_id(),
        complaint_id=resolution.complaint_id,
        resolution_number=resolution.resolution_number,
        complaint_version=resolution.complaint_version,
        customer_id=resolution.customer_id,
        owner_id=resolution.owner_id,
        department=resolution.department,
        product=resolution.product,
        language=resolution.language,
        time_zone=resolution.time_zone,
        resolved_at=resolution.resolved_at,
        scheduled_for=send_at(resolution.resolved_at, known_zone(resolution.time_zone)),
        created_at=now,
    )
