"""Working hours: the shifts of somebody's week."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, insert, select

from services.routing.domain.working_time import Shift
from services.routing.storage.tables.absence import working_hours
from shared.messaging.transaction import Transaction


async def of(staff_id: UUID, tx: Transaction) -> tuple[Shift, ...]:
    """The shifts of a person's week, in order; none at all: always on duty."""
    columns = working_hours.c
    statement = select(columns.weekday, columns.starts, columns.ends).where(columns.staff_id == staff_id)
    return tuple(sorted(Shift(row.weekday, row.starts, row.ends) for row in await tx.execute(statement)))


async def put(staff_id: UUID, shifts: Collection[Shift], tx: Transaction) -> None:
    """Give a person this week instead of the one that they had."""
    await tx.execute(delete(working_hours).where(working_hours.c.staff_id == staff_id))
    if shifts:
        rows = [
            {"staff_id": staff_id, "weekday": shift.weekday, "starts": shift.starts, "ends": shift.ends}
            for shift in shifts
        ]
        await tx.execute(insert(working_hours), rows)
