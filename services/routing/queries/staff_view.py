"""The staff directory: one person, or a page of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement

from services.routing.domain.staff import Staff, StaffNotFound
from services.routing.storage import staff
from services.routing.storage.tables import staff as table
from shared.messaging.transaction import Transaction

KeysetAfter = Callable[..., ColumnElement[bool]]


async def staff_view(staff_id: UUID, tx: Transaction) -> Staff:
    """One person. Raises StaffNotFound."""
    found = await staff.load(staff_id, tx)
    if found is None:
        raise StaffNotFound
    return found


async def list_staff(
    tx: Transaction, *, department: str | None, limit: int, after: KeysetAfter
) -> Sequence[tuple[Staff, datetime]]:
    """At most limit + 1 people with when they were added, the latest first."""
    return await staff.listed(tx, where=after(table.c.created_at, table.c.id), limit=limit + 1, department=department)


async def whole_directory(tx: Transaction) -> Sequence[Staff]:
    """Everybody, those who left included."""
    return await staff.everybody(tx)
