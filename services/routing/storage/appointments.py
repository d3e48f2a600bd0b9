"""Appointments: rows to domain and back, and what is booked for whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import fields
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, insert, select, update

from services.routing.domain.appointment import Appointment, AppointmentKind, AppointmentStatus
from services.routing.domain.slots import Interval
from services.routing.storage.tables.callback import appointment as table
from services.routing.storage.tables.case import cases
from services.routing.storage.tables.staff import staff
from shared.messaging.transaction import Transaction

_NAMES = tuple(field.name for field in fields(Appointment))
_MISSED_BY = """
WITH RECURSIVE earlier (id, staff_id, follows_id) AS (
    SELECT id, staff_id, follows_id FROM appointment WHERE id = $1
    UNION ALL
    SELECT a.id, a.staff_id, a.follows_id FROM appointment a JOIN earlier e ON a.id = e.follows_id
)
SELECT staff_id FROM earlier
"""


async def load(appointment_id: UUID, tx: Transaction, *, lock: bool = False) -> Appointment | None:
    """The appointment, or None; `lock` keeps others from changing it until the commit. Lock its case first."""
    statement = select(table).where(table.c.id == appointment_id)
    if lock:
        statement = statement.with_for_update()
    row = (await tx.execute(statement)).mappings().one_or_none()
    return None if row is None else _appointment(row)


async def lock_day_of(staff_id: UUID, tx: Transaction) -> None:
    """Let nobody else book this person until the commit: whoever looks whether a time is free looks under it."""
    await tx.execute(select(staff.c.id).where(staff.c.id == staff_id).with_for_update(key_share=True))


async def booked(
    staff_ids: Collection[UUID], within: Interval, tx: Transaction, *, but: UUID | None = None
) -> dict[UUID, tuple[Interval, ...]]:
    """What is booked for each of these people and touches a stretch of time, `but` one appointment."""
    statement = select(table.c.id, table.c.staff_id, table.c.starts_at, table.c.ends_at).where(
        table.c.staff_id.in_(staff_ids),
        table.c.status == AppointmentStatus.BOOKED.value,
        table.c.starts_at < within.ends_at,
        table.c.ends_at > within.starts_at,
    )
    found: dict[UUID, list[Interval]] = defaultdict(list)
    for row in await tx.execute(statement):
        if row.id != but:
            found[row.staff_id].append(Interval(row.starts_at, row.ends_at))
    return {staff_id: tuple(intervals) for staff_id, intervals in found.items()}


async def add(appointment: Appointment, tx: Transaction) -> None:
    """Insert a new appointment."""
    await tx.execute(insert(table).values(**_row(appointment)))


async def save(appointment: Appointment, tx: Transaction) -> None:
    """Write what became of it."""
    await tx.execute(update(table).where(table.c.id == appointment.id).values(**_row(appointment)))


async def to_come(complaint_id: UUID, tx: Transaction, *, lock: bool = False) -> Sequence[Appointment]:
    """What is booked in a case, the next one first."""
    statement = (
        select(table)
        .where(table.c.complaint_id == complaint_id, table.c.status == AppointmentStatus.BOOKED.value)
        .order_by(table.c.starts_at, table.c.id)
    )
    if lock:
        statement = statement.with_for_update()
    return [_appointment(row) for row in (await tx.execute(statement)).mappings()]


async def missed_by(appointment_id: UUID, tx: Transaction) -> frozenset[UUID]:
    """Who was to be there and was not, from this appointment back to the first one that was missed."""
    rows = await (await tx.raw()).fetch(_MISSED_BY, appointment_id)
    return frozenset(row["staff_id"] for row in rows)


async def listed(
    tx: Transaction, *, where: Sequence[ColumnElement[bool]], limit: int
) -> Sequence[tuple[Appointment, str]]:
    """Appointments with the references of their complaints, the earliest first, at most `limit`."""
    statement = (
        select(table, cases.c.reference)
        .join(cases, cases.c.complaint_id == table.c.complaint_id)
        .where(*where)
        .order_by(table.c.starts_at, table.c.id)
        .limit(limit)
    )
    return [(_appointment(row), row["reference"]) for row in (await tx.execute(statement)).mappings()]


def _row(appointment: Appointment) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(appointment, name) for name in _NAMES}
    return values | {"kind": appointment.kind.value, "status": appointment.status.value}


def _appointment(row: Any) -> Appointment:
    values: dict[str, Any] = {name: row[name] for name in _NAMES}
    return Appointment(**values | {"kind": AppointmentKind(row["kind"]), "status": AppointmentStatus(row["status"])})
