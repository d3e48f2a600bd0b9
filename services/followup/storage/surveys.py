"""Surveys, row to domain and back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, select, update
from sqlalchemy.dialects.postgresql import insert

from services.followup.domain.errors import Stale, SurveyNotThere
from services.followup.domain.survey import Missed, Survey, SurveyStatus
from services.followup.storage.tables import survey as table
from shared.db.engine import RawConnection
from shared.messaging.transaction import Transaction

_NAMES = tuple(field.name for field in fields(Survey))
_LOAD = "SELECT * FROM survey WHERE id = ANY($1::uuid[])"
_SAVE_STATUSES = """
UPDATE survey SET status = new.status, version = new.version
FROM unnest($1::uuid[], $2::text[], $3::integer[]) AS new (id, status, version)
WHERE survey.id = new.id AND survey.version = new.version - 1
RETURNING survey.id
"""


def from_row(row: RowMapping | Mapping[str, Any]) -> Survey:
    """A survey as stored."""
    values: dict[str, Any] = {name: row[name] for name in _NAMES}
    values["status"] = SurveyStatus(row["status"])
    values["why_missed"] = None if row["why_missed"] is None else Missed(row["why_missed"])
    return Survey(**values)


def _row(survey: Survey) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(survey, name) for name in _NAMES}
    values["status"] = survey.status.value
    values["why_missed"] = None if survey.why_missed is None else survey.why_missed.value
    return values


async def add_new(surveys: Sequence[Survey], tx: Transaction) -> set[UUID]:
    """Add those about resolutions that have none yet; returns the ids that were added."""
    if not surveys:
        return set()
    ordered = sorted(surveys, key=lambda survey: (survey.complaint_id, survey.resolution_number))
    statement = (
        insert(table)
        .values([_row(survey) for survey in ordered])
        .on_conflict_do_nothing(index_elements=["complaint_id", "resolution_number"])
        .returning(table.c.id)
    )
    return set((await tx.execute(statement)).scalars())


async def load(survey_id: UUID, tx: Transaction) -> Survey:
    """A survey by id. Raises SurveyNotThere.

    To change it, hold its complaint's course first (courses.hold); `save` checks the version all the same.
    """
    row = (await tx.execute(select(table).where(table.c.id == survey_id))).mappings().one_or_none()
    if row is None:
        raise SurveyNotThere
    return from_row(row)


async def load_all(survey_ids: Collection[UUID], connection: RawConnection) -> list[Survey]:
    """Those of these surveys that there are; to change them, hold their courses first, as for `load`."""
    return [from_row(dict(row)) for row in await connection.fetch(_LOAD, list(survey_ids))]


async def of_complaints(complaint_ids: Sequence[UUID], tx: Transaction) -> list[Survey]:
    """All surveys about these complaints."""
    statement = select(table).where(table.c.complaint_id.in_(complaint_ids)).order_by(table.c.id)
    return [from_row(row) for row in (await tx.execute(statement)).mappings()]


async def save(survey: Survey, tx: Transaction) -> None:
    """Store a survey that moved on by one version. Raises Stale when somebody else moved it first."""
    statement = (
        update(table).where(table.c.id == survey.id, table.c.version == survey.version - 1).values(**_row(survey))
    )
    if (await tx.execute(statement)).rowcount != 1:
        raise Stale


async def save_statuses(surveys: Sequence[Survey], connection: RawConnection) -> None:
    """Store surveys that moved on by one version, and by nothing but their status. Raises Stale like `save`."""
    saved = await connection.fetch(
        _SAVE_STATUSES,
        [survey.id for survey in surveys],
        [survey.status.value for survey in surveys],
        [survey.version for survey in surveys],
    )
    if len(saved) != len(surveys):
        raise Stale
