"""Sanctions: rows to domain and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from services.routing.domain.conduct import ConductLevel
from services.routing.domain.sanction import Measure, Sanction, SanctionStatus
from services.routing.storage.tables.case import cases
from services.routing.storage.tables.conduct import sanction as table
from shared.messaging.transaction import Transaction

_NAMES = tuple(field.name for field in fields(Sanction))
_OVER = (SanctionStatus.LIFTED.value, SanctionStatus.ENDED.value)


async def load(sanction_id: UUID, tx: Transaction, *, lock: bool = False) -> Sanction | None:
    """The sanction, or None; `lock` keeps others from changing it until the commit. Lock its case first."""
    statement = select(table).where(table.c.id == sanction_id)
    if lock:
        statement = statement.with_for_update()
    row = (await tx.execute(statement)).mappings().one_or_none()
    return None if row is None else _sanction(row)


async def add(sanction: Sanction, tx: Transaction) -> None:
    """Insert a new decision; the database refuses a second one about the same report."""
    await tx.execute(insert(table).values(**_row(sanction)))


async def save(sanction: Sanction, tx: Transaction) -> None:
    """Write where it stands; what was signed is never written again."""
    await tx.execute(
        update(table).where(table.c.id == sanction.id).values(status=sanction.status.value, version=sanction.version)
    )


async def stood_before(customer_id: UUID | None, tx: Transaction) -> int:
    """How many sanctions against a customer stand, or stood until their end; those that were lifted don't count."""
    if customer_id is None:
        return 0
    statement = (
        select(func.count())
        .select_from(table)
        .where(table.c.customer_id == customer_id, table.c.status != SanctionStatus.LIFTED.value)
    )
    return int((await tx.execute(statement)).scalar_one())


async def in_force(complaint_id: UUID, customer_id: UUID | None, tx: Transaction, *, now: datetime) -> list[Sanction]:
    """The sanctions that hold at `now` for this complaint, or for this customer in any other."""
    whose = table.c.complaint_id == complaint_id
    if customer_id is not None:
        whose = or_(whose, table.c.customer_id == customer_id)
    statement = (
        select(table)
        .where(whose, table.c.status.not_in(_OVER), or_(table.c.until.is_(None), table.c.until > now))
        .order_by(table.c.decided_at, table.c.id)
    )
    return [_sanction(row) for row in (await tx.execute(statement)).mappings()]


async def listed(tx: Transaction, *, where: Sequence[ColumnElement[bool]], limit: int) -> Sequence[Sanction]:
    """Sanctions with their cases beside them, the latest first, at most `limit`."""
    statement = (
        select(table)
        .join(cases, cases.c.complaint_id == table.c.complaint_id)
        .where(*where)
        .order_by(table.c.decided_at.desc(), table.c.id.desc())
        .limit(limit)
    )
    return [_sanction(row) for row in (await tx.execute(statement)).mappings()]


def _row(sanction: Sanction) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(sanction, name) for name in _NAMES}
    return values | {
        "staff_ids": list(sanction.staff_ids),
        "level": sanction.level.value,
        "measure": sanction.measure.value,
        "status": sanction.status.value,
    }


def _sanction(row: Any) -> Sanction:
    values: dict[str, Any] = {name: row[name] for name in _NAMES}
    return Sanction(
        **values
        | {
            "staff_ids": tuple(row["staff_ids"]),
            "level": ConductLevel(row["level"]),
            "measure": Measure(row["measure"]),
            "status": SanctionStatus(row["status"]),
        }
    )
