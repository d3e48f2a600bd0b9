"""Surveys as staff and other systems see them: newest first, with the link once it went out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select

from services.followup.domain.answer import Answer
from services.followup.domain.errors import SurveyNotThere
from services.followup.domain.survey import Survey, SurveyStatus
from services.followup.storage import answers, surveys
from services.followup.storage.tables import survey as table
from shared.messaging.context import LinkSigner
from shared.messaging.transaction import Transaction

PURPOSE = "survey"
"""What a survey's link is signed for; no other link opens a survey."""


@dataclass(frozen=True, slots=True)
class SurveyWithAnswer:
    """A survey and what the customer said, if they did."""

    survey: Survey
    answer: Answer | None


def link_to(survey_id: UUID, *, expires: datetime, url: str, links: LinkSigner) -> str:
    """The address of a survey's public page."""
    return f"{url}/s/{links.sign(PURPOSE, survey_id, expires)}"


async def list_surveys(
    *,
    complaint_id: UUID | None,
    status: SurveyStatus | None,
    departments: Collection[str] | None,
    before: UUID | None,
    limit: int,
    tx: Transaction,
) -> list[Survey]:
    """Up to `limit` surveys, newest first, from `before` on; `departments` narrows to a person's teams."""
    conditions: list[ColumnElement[bool]] = []
    if complaint_id is not None:
        conditions.append(table.c.complaint_id == complaint_id)
    if status is not None:
        conditions.append(table.c.status == status.value)
    if departments is not None:
        conditions.append(table.c.department.in_(departments))
    if before is not None:
        conditions.append(table.c.id < before)
    statement = select(table).where(*conditions).order_by(table.c.id.desc()).limit(limit)
    return [surveys.from_row(row) for row in (await tx.execute(statement)).mappings()]


async def show_survey(
    survey_id: UUID, *, departments: Collection[str] | None = None, tx: Transaction
) -> SurveyWithAnswer:
    """One survey with its answer. Raises SurveyNotThere for a missing one and for another team's alike."""
    survey = await surveys.load(survey_id, tx)
    if departments is not None and survey.department not in departments:
        raise SurveyNotThere
    return SurveyWithAnswer(survey, await answers.load(survey_id, tx))
