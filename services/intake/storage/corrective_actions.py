"""Corrective actions of families: load, add, save."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from sqlalchemy import insert, select, update

from services.intake.domain.corrective_action import ActionNotFound, CorrectiveAction
from services.intake.storage.tables import corrective_action as table
from shared.messaging.transaction import Transaction


async def of_family(family_id: UUID, tx: Transaction) -> list[CorrectiveAction]:
    """All of a family, oldest first; its family is locked."""
    rows = await tx.execute(select(table).where(table.c.family_id == family_id).order_by(table.c.id))
    return [CorrectiveAction(**dict(row)) for row in rows.mappings()]


async def load(action_id: UUID, tx: Transaction, *, family_id: UUID | None = None) -> CorrectiveAction:
    """One, locked; of this family where one is named. Raises ActionNotFound."""
    chosen = select(table).where(table.c.id == action_id).with_for_update()
    if family_id is not None:
        chosen = chosen.where(table.c.family_id == family_id)
    row = (await tx.execute(chosen)).mappings().one_or_none()
    if row is None:
        raise ActionNotFound
    return CorrectiveAction(**dict(row))


async def add(action: CorrectiveAction, tx: Transaction) -> None:
    """Write a new one."""
    await tx.execute(insert(table).values(asdict(action)))


async def save(action: CorrectiveAction, tx: Transaction) -> None:
    """Write what changed; the row is locked since it was loaded."""
    await tx.execute(update(table).where(table.c.id == action.id).values(asdict(action)))
