"""Investigations of a complaint: open, load, conclude."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, insert, select, true, update

from services.intake.domain.investigation import Investigation, InvestigationNotFound
from services.intake.storage.tables import investigation as table
from shared.messaging.transaction import Transaction

_COLUMNS = tuple(column for column in table.c if column.name != "complaint_id")


async def add(complaint_id: UUID, investigation: Investigation, tx: Transaction) -> None:
    """Write an open one."""
    await tx.execute(
        insert(table).values(
            id=investigation.id,
            complaint_id=complaint_id,
            about_staff_id=investigation.about_staff_id,
            question=investigation.question,
            opened_by=investigation.opened_by,
            opened_at=investigation.opened_at,
        )
    )


async def conclude(investigation: Investigation, tx: Transaction) -> None:
    """Write its finding; its complaint is locked."""
    await tx.execute(
        update(table)
        .where(table.c.id == investigation.id)
        .values(
            finding=investigation.finding,
            evidence=investigation.evidence,
            heard_staff=investigation.heard_staff,
            what_they_said=investigation.what_they_said,
            concluded_by=investigation.concluded_by,
            concluded_at=investigation.concluded_at,
        )
    )


async def load(complaint_id: UUID, investigation_id: UUID, tx: Transaction) -> Investigation:
    """One investigation of this complaint. Raises InvestigationNotFound, for one of another complaint as well."""
    found = await select_investigations(complaint_id, tx, where=table.c.id == investigation_id, limit=1)
    if not found:
        raise InvestigationNotFound
    return found[0]


async def select_investigations(
    complaint_id: UUID, tx: Transaction, *, where: ColumnElement[bool] | None = None, limit: int | None = None
) -> list[Investigation]:
    """Investigations of a complaint, in the order in which they were opened."""
    chosen = (
        select(*_COLUMNS)
        .where(table.c.complaint_id == complaint_id, true() if where is None else where)
        .order_by(table.c.id)
        .limit(limit)
    )
    return [_investigation(row) for row in (await tx.execute(chosen)).mappings()]


def _investigation(row: Mapping[Any, Any]) -> Investigation:
    return Investigation(**dict(row))
