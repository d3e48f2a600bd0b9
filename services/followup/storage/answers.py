"""Answers to surveys: one a survey, kept apart so that a customer's words can be erased alone."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, select

from services.followup.domain.answer import Answer
from services.followup.storage.tables import answer as table
from shared.messaging.transaction import Transaction

_NAMES = tuple(field.name for field in fields(Answer))


async def load(survey_id: UUID, tx: Transaction) -> Answer | None:
    """The answer to a survey, or None while there is none."""
    row = (await tx.execute(select(table).where(table.c.survey_id == survey_id))).mappings().one_or_none()
    return None if row is None else Answer(**{name: row[name] for name in _NAMES})


async def add(survey_id: UUID, answer: Answer, *, answered_at: datetime, tx: Transaction) -> None:
    """Store the answer to a survey."""
    await tx.execute(insert(table).values(survey_id=survey_id, answered_at=answered_at, **asdict(answer)))
