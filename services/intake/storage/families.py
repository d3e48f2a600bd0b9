"""Families: load for a change, save what changed."""

from __future__ import annotations

from dataclasses import asdict
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, true, update

from services.intake.domain.actor import Actor
from services.intake.domain.family import Family, FamilyNotFound, FamilyStatus
from services.intake.domain.vocabulary import RootCause
from services.intake.storage.tables import family as table
from services.intake.storage.visibility import family_visible_to
from shared.kernel.errors import PreconditionFailed
from shared.messaging.transaction import Transaction


async def load(family_id: UUID, tx: Transaction, *, actor: Actor | None, expected_version: int | None = None) -> Family:
    """Load and lock one that the actor may see; without an actor, for work that goes on by itself, any.

    Raises FamilyNotFound, for a foreign one as well, or PreconditionFailed.

    A family is always locked before its complaints, so that no two changes wait for each other in a circle.
    """
    seen = true() if actor is None else family_visible_to(actor)
    chosen = select(table).where(table.c.id == family_id, seen).with_for_update()
    row = (await tx.execute(chosen)).mappings().one_or_none()
    if row is None:
        raise FamilyNotFound
    values = dict(row)
    values["status"] = FamilyStatus(values["status"])
    values["root_cause"] = RootCause(values["root_cause"]) if values["root_cause"] else None
    family = Family(**values)
    if expected_version not in (None, family.version):
        raise PreconditionFailed(current_version=family.version)
    return family


async def add(family: Family, tx: Transaction) -> None:
    """Write a new one."""
    await tx.execute(insert(table).values(_row(family)))


async def save(family: Family, tx: Transaction) -> None:
    """Write what changed; the row is locked since it was loaded."""
    await tx.execute(update(table).where(table.c.id == family.id).values(_row(family)))


def _row(family: Family) -> dict[str, Any]:
    return {name: value.value if isinstance(value, Enum) else value for name, value in asdict(family).items()}
