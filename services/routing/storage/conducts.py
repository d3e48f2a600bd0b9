"""Reports of conduct: rows to domain and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, insert, select, update

from services.routing.domain.conduct import Conduct, ConductLevel, ConductStatus
from services.routing.storage.tables.case import cases
from services.routing.storage.tables.conduct import conduct as table
from shared.messaging.transaction import Transaction

_NAMES = tuple(field.name for field in fields(Conduct))


async def load(conduct_id: UUID, tx: Transaction, *, lock: bool = False) -> Conduct | None:
    """The report, or None; `lock` keeps others from changing it until the commit. Lock its case first."""
    statement = select(table).where(table.c.id == conduct_id)
    if lock:
        statement = statement.with_for_update()
    row = (await tx.execute(statement)).mappings().one_or_none()
    return None if row is None else _conduct(row)


async def add(conduct: Conduct, tx: Transaction) -> None:
    """Insert a new report."""
    await tx.execute(insert(table).values(**_row(conduct)))


async def save(conduct: Conduct, tx: Transaction) -> None:
    """Write how far it has come."""
    await tx.execute(
        update(table)
        .where(table.c.id == conduct.id)
        .values(
            status=conduct.status.value,
            with_id=conduct.with_id,
            handoff_id=conduct.handoff_id,
            word=conduct.word,
            version=conduct.version,
        )
    )


async def of(complaint_id: UUID, tx: Transaction) -> Sequence[Conduct]:
    """The reports about a complaint, the first one first."""
    statement = select(table).where(table.c.complaint_id == complaint_id).order_by(table.c.reported_at, table.c.id)
    return [_conduct(row) for row in (await tx.execute(statement)).mappings()]


async def listed(tx: Transaction, *, where: Sequence[ColumnElement[bool]], limit: int) -> Sequence[Conduct]:
    """Reports with their cases beside them, the latest first, at most `limit`."""
    statement = (
        select(table)
        .join(cases, cases.c.complaint_id == table.c.complaint_id)
        .where(*where)
        .order_by(table.c.reported_at.desc(), table.c.id.desc())
        .limit(limit)
    )
    return [_conduct(row) for row in (await tx.execute(statement)).mappings()]


def _row(conduct: Conduct) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(conduct, name) for name in _NAMES}
    return values | {
        "staff_ids": list(conduct.staff_ids),
        "level": conduct.level.value,
        "status": conduct.status.value,
    }


def _conduct(row: Any) -> Conduct:
    values: dict[str, Any] = {name: row[name] for name in _NAMES}
    return Conduct(
        **values
        | {
            "staff_ids": tuple(row["staff_ids"]),
            "level": ConductLevel(row["level"]),
            "status": ConductStatus(row["status"]),
        }
    )
