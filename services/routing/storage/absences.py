"""Absences: rows to domain and back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, insert, select

from services.routing.domain.absence import Absence, AbsenceKind
from services.routing.storage.tables.absence import absences
from shared.messaging.transaction import Transaction

_HOLDING = "SELECT * FROM absence WHERE ends_at > $1 AND (starts_at <= $1 OR staff_id = ANY($2::uuid[]))"


async def add(absence: Absence, tx: Transaction) -> None:
    """Insert a new absence."""
    await tx.execute(
        insert(absences).values(
            id=absence.id,
            staff_id=absence.staff_id,
            kind=absence.kind.value,
            starts_at=absence.starts_at,
            ends_at=absence.ends_at,
            deputy_id=absence.deputy_id,
            noted_by=absence.noted_by,
            version=absence.version,
        )
    )


async def load(absence_id: UUID, tx: Transaction) -> Absence | None:
    """The absence, or None."""
    row = (await tx.execute(select(absences).where(absences.c.id == absence_id))).mappings().one_or_none()
    return None if row is None else _absence(row)


async def remove(absence_id: UUID, tx: Transaction) -> None:
    """Take an absence back."""
    await tx.execute(delete(absences).where(absences.c.id == absence_id))


async def listed(staff_id: UUID, tx: Transaction, *, where: ColumnElement[bool], limit: int) -> Sequence[Absence]:
    """Somebody's absences, the one that ends last first, at most `limit`."""
    statement = (
        select(absences)
        .where(absences.c.staff_id == staff_id, where)
        .order_by(absences.c.ends_at.desc(), absences.c.id.desc())
        .limit(limit)
    )
    return [_absence(row) for row in (await tx.execute(statement)).mappings()]


async def overlapping(starts_at: datetime, ends_at: datetime, tx: Transaction) -> Sequence[Absence]:
    """Everybody's absences that have a moment in common with this time."""
    rows = await tx.execute(select(absences).where(absences.c.starts_at < ends_at, absences.c.ends_at > starts_at))
    return [_absence(row) for row in rows.mappings()]


async def holding(ids: Collection[UUID], tx: Transaction, *, now: datetime) -> Sequence[Absence]:
    """Everybody's absences that hold now, and of these people those that are still to come."""
    return [_absence(row) for row in await (await tx.raw()).fetch(_HOLDING, now, list(ids))]


def _absence(row: Any) -> Absence:
    return Absence(
        id=row["id"],
        staff_id=row["staff_id"],
        kind=AbsenceKind(row["kind"]),
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        noted_by=row["noted_by"],
        deputy_id=row["deputy_id"],
        version=row["version"],
    )
