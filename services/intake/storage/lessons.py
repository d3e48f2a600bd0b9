"""Lessons of families: one each, never changed."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from services.intake.domain.lesson import Lesson
from services.intake.storage.tables import lesson as table
from shared.messaging.transaction import Transaction


async def add(lesson: Lesson, tx: Transaction) -> None:
    """Write it; there is no way to change or remove it."""
    await tx.execute(insert(table).values(asdict(lesson)))


async def of_family(family_id: UUID, tx: Transaction) -> Lesson | None:
    """The family's lesson, if it was published."""
    return await _one(table.c.family_id == family_id, tx)


async def load(lesson_id: UUID, tx: Transaction) -> Lesson | None:
    """A lesson by its own id."""
    return await _one(table.c.id == lesson_id, tx)


async def _one(where: Any, tx: Transaction) -> Lesson | None:
    row = (await tx.execute(select(table).where(where))).mappings().one_or_none()
    return None if row is None else Lesson(**dict(row))
