"""Staff: rows to domain and back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, cast, delete, func, insert, select, text, true, update
from sqlalchemy.dialects.postgresql import aggregate_order_by

from services.routing.domain.actor import Actor
from services.routing.domain.staff import Authority, Level, Staff
from services.routing.storage.tables import authority, staff
from shared.kernel.money import Money
from shared.messaging.transaction import Transaction

_GRANTS = (
    select(
        func.json_agg(
            aggregate_order_by(
                func.json_build_array(authority.c.remedy, cast(authority.c.amount, Text), authority.c.currency),
                authority.c.remedy,
                authority.c.currency,
            )
        )
    )
    .where(authority.c.staff_id == staff.c.id)
    .correlate(staff)
    .scalar_subquery()
    .label("grants")
)
_IN_A_CIRCLE = text(
    "WITH RECURSIVE above (id, reports_to) AS (SELECT id, reports_to FROM staff WHERE id = :manager UNION "
    "SELECT s.id, s.reports_to FROM staff s JOIN above a ON s.id = a.reports_to) "
    "SELECT EXISTS (SELECT FROM above WHERE id = :staff)"
)


async def load(staff_id: UUID, tx: Transaction, *, lock: bool = False) -> Staff | None:
    """The member of staff, or None; `lock` keeps others from changing them until the commit."""
    statement = select(staff, _GRANTS).where(staff.c.id == staff_id)
    if lock:
        # Not the key: whoever refers to them at the same time need not wait.
        statement = statement.with_for_update(of=staff, key_share=True)
    row = (await tx.execute(statement)).mappings().one_or_none()
    return None if row is None else _staff(row)


async def record_of(actor: Actor, tx: Transaction) -> Staff | None:
    """The actor's own record, or None for a system and for somebody who is not in the directory."""
    return None if actor.staff_id is None else await load(actor.staff_id, tx)


async def all_active(tx: Transaction) -> tuple[Staff, ...]:
    """Everybody who works here now."""
    rows = (await tx.execute(select(staff, _GRANTS).where(staff.c.active))).mappings()
    return tuple(_staff(row) for row in rows)


async def listed(
    tx: Transaction, *, where: ColumnElement[bool], limit: int, department: str | None
) -> Sequence[tuple[Staff, datetime]]:
    """Staff with when they were added, newest first, at most `limit`."""
    of = true() if department is None else staff.c.department == department
    statement = (
        select(staff, _GRANTS).where(where, of).order_by(staff.c.created_at.desc(), staff.c.id.desc()).limit(limit)
    )
    return [(_staff(row), row["created_at"]) for row in (await tx.execute(statement)).mappings()]


async def reports_in_a_circle(staff_id: UUID, manager_id: UUID, tx: Transaction) -> bool:
    """Whether `staff_id` is `manager_id` or somebody above them."""
    return bool((await tx.execute(_IN_A_CIRCLE, {"manager": manager_id, "staff": staff_id})).scalar_one())


async def add(person: Staff, tx: Transaction, *, now: datetime) -> None:
    """Insert a new member of staff."""
    await tx.execute(insert(staff).values(id=person.id, created_at=now, **_row(person)))
    await _add_authority(person, tx)


async def save(person: Staff, tx: Transaction) -> None:
    """Write a changed member of staff, their authority included."""
    await tx.execute(update(staff).where(staff.c.id == person.id).values(**_row(person)))
    await tx.execute(delete(authority).where(authority.c.staff_id == person.id))
    await _add_authority(person, tx)


async def _add_authority(person: Staff, tx: Transaction) -> None:
    if person.authority:
        rows = [
            {
                "staff_id": person.id,
                "remedy": granted.remedy,
                "currency": granted.limit.currency,
                "amount": granted.limit.amount,
            }
            for granted in person.authority
        ]
        await tx.execute(insert(authority), rows)


def _row(person: Staff) -> dict[str, Any]:
    return {
        "name": person.name,
        "level": person.level.value,
        "department": person.department,
        "branch": person.branch,
        "languages": sorted(person.languages),
        "skills": sorted(person.skills),
        "reports_to": person.reports_to,
        "capacity": person.capacity,
        "email": person.email,
        "phone": person.phone,
        "active": person.active,
        "version": person.version,
    }


def _staff(row: Any) -> Staff:
    return Staff(
        id=row["id"],
        name=row["name"],
        level=Level(row["level"]),
        department=row["department"],
        branch=row["branch"],
        languages=frozenset(row["languages"]),
        skills=frozenset(row["skills"]),
        reports_to=row["reports_to"],
        capacity=row["capacity"],
        email=row["email"],
        phone=row["phone"],
        authority=tuple(
            Authority(remedy, Money(Decimal(amount), currency)) for remedy, amount, currency in row["grants"] or ()
        ),
        active=row["active"],
        version=row["version"],
    )
