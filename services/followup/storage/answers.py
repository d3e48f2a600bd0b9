"""Answers to surveys: one a survey, kept apart so that a customer's words can be erased alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, select

from services.followup.domain.answer import Answer
from services.followup.storage.tables import answer as table
from shared.db.engine import RawConnection
from shared.messaging.transaction import Transaction

_NAMES = tuple(field.name for field in fields(Answer))
_LOAD = "SELECT * FROM answer WHERE survey_id = ANY($1::uuid[])"
_ADD = """
INSERT INTO answer (survey_id, answered_at, solved, satisfaction, effort, recommendation, repeated_themselves,
                    comment, suggestion)
SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::boolean[], $4::smallint[], $5::smallint[], $6::smallint[],
                     $7::boolean[], $8::text[], $9::text[])
"""


def _from_row(row: RowMapping | Mapping[str, Any]) -> Answer:
    return Answer(**{name: row[name] for name in _NAMES})


async def load(survey_id: UUID, tx: Transaction) -> Answer | None:
    """The answer to a survey, or None while there is none."""
    row = (await tx.execute(select(table).where(table.c.survey_id == survey_id))).mappings().one_or_none()
    return None if row is None else _from_row(row)


async def load_all(survey_ids: Collection[UUID], connection: RawConnection) -> dict[UUID, Answer]:
    """The answers that there are to these surveys, by survey."""
    if not survey_ids:
        return {}
    rows = await connection.fetch(_LOAD, list(survey_ids))
    return {row["survey_id"]: _from_row(dict(row)) for row in rows}


async def add_all(new: Sequence[tuple[UUID, Answer, datetime]], connection: RawConnection) -> None:
    """Store answers in one statement: the survey, what was said, and when."""
    await connection.execute(
        _ADD,
        [survey_id for survey_id, _, _ in new],
        [answered_at for _, _, answered_at in new],
        [answer.solved for _, answer, _ in new],
        [answer.satisfaction for _, answer, _ in new],
        [answer.effort for _, answer, _ in new],
        [answer.recommendation for _, answer, _ in new],
        [answer.repeated_themselves for _, answer, _ in new],
        [answer.comment for _, answer, _ in new],
        [answer.suggestion for _, answer, _ in new],
    )
