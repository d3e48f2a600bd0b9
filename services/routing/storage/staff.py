"""Staff: rows to domain and back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, bindparam, cast, delete, func, insert, select, text, true, update
from sqlalchemy.dialects.postgresql import aggregate_order_by

from services.routing.domain.actor import Actor
from services.routing.domain.staff import Authority, Level, Staff
from services.routing.storage.tables import authority, staff
from shared.kernel.money import Money
from shared.messaging.transaction import Transaction

GRANTS = (
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

_HOLD = text("SELECT pg_advisory_xact_lock(hashtextextended('routing.staff', 0))")


async def load(staff_id: UUID, tx: Transaction, *, lock: bool = False) -> Staff | None:
    """The member of staff, or None; `lock` keeps others from changing them until the commit."""
    statement = select(staff, GRANTS).where(staff.c.id == staff_id)
    if lock:
        # Not the key: whoever refers to them at the same time need not wait.
        statement = statement.with_for_update(of=staff, key_share=True)
    row = (await tx.execute(statement)).mappings().one_or_none()
    return None if row is None else person_of(row)


async def record_of(actor: Actor, tx: Transaction) -> Staff | None:
    """The actor's own record, or None for a system and for somebody who is not in the directory."""
    return None if actor.staff_id is None else await load(actor.staff_id, tx)


async def all_active(tx: Transaction) -> tuple[Staff, ...]:
    """Everybody who works here now."""
    rows = (await tx.execute(select(staff, GRANTS).where(staff.c.active))).mappings()
    return tuple(person_of(row) for row in rows)


async def listed(
    tx: Transaction, *, where: ColumnElement[bool], limit: int, department: str | None
) -> Sequence[tuple[Staff, datetime]]:
    """Staff with when they were added, newest first, at most `limit`."""
    of = true() if department is None else staff.c.department == department
    statement = (
        select(staff, GRANTS).where(where, of).order_by(staff.c.created_at.desc(), staff.c.id.desc()).limit(limit)
    )
    return [(person_of(row), row["created_at"]) for row in (await tx.execute(statement)).mappings()]


async def reports_in_a_circle(staff_id: UUID, manager_id: UUID, tx: Transaction) -> bool:
    """Whether `staff_id` is `manager_id` or somebody above them."""
    return bool((await tx.execute(_IN_A_CIRCLE, {"manager": manager_id, "staff": staff_id})).scalar_one())


async def of(ids: Collection[UUID], tx: Transaction, *, lock: bool = False) -> dict[UUID, Staff]:
    """Those of these people who are in the directory; `lock` keeps others from changing them until the commit."""
    statement = select(staff, GRANTS).where(staff.c.id.in_(ids)).order_by(staff.c.id)
    if lock:
        statement = statement.with_for_update(of=staff, key_share=True)
    return {row["id"]: person_of(row) for row in (await tx.execute(statement)).mappings()}


async def everybody(tx: Transaction) -> tuple[Staff, ...]:
    """The whole directory, those who left included, in the order in which they were added."""
    statement = select(staff, GRANTS).order_by(staff.c.created_at, staff.c.id)
    return tuple(person_of(row) for row in (await tx.execute(statement)).mappings())


async def deputies(tx: Transaction) -> dict[UUID, UUID]:
    """Who always stands in for whom."""
    rows = await tx.execute(select(staff.c.id, staff.c.deputy_id).where(staff.c.deputy_id.is_not(None)))
    return {row.id: row.deputy_id for row in rows}


async def hold_directory(tx: Transaction) -> None:
    """Let nobody else change the directory until the commit; taken before any row.

    Two at once, each fine by itself, could close a circle of reporting or standing in.
    """
    await tx.execute(_HOLD)


async def add(person: Staff, tx: Transaction, *, now: datetime) -> None:
    """Insert a new member of staff."""
    await add_all((person,), tx, now=now)


async def add_all(people: Sequence[Staff], tx: Transaction, *, now: datetime) -> None:
    """Insert new members of staff, who may point to each other."""
    if not people:
        return
    # Whoever they point to may come later, so that is written when all are there.
    alone = [{"id": one.id, "created_at": now, "changed_at": now, **_row(one), **_NOBODY} for one in people]
    await tx.execute(insert(staff), alone)
    await save_all([one for one in people if one.reports_to or one.deputy_id], tx, now=now, granted=False)
    await _add_authority(people, tx)


async def save(person: Staff, tx: Transaction, *, now: datetime) -> None:
    """Write a changed member of staff, their authority included."""
    await save_all((person,), tx, now=now)


async def save_all(people: Sequence[Staff], tx: Transaction, *, now: datetime, granted: bool = True) -> None:
    """Write changed members of staff; their authority too where it was `granted` anew."""
    if not people:
        return
    rows = [{"b_id": one.id, "changed_at": now, **_row(one)} for one in people]
    await tx.execute(update(staff).where(staff.c.id == bindparam("b_id")).values(_SET), rows)
    if granted:
        await tx.execute(delete(authority).where(authority.c.staff_id.in_([one.id for one in people])))
        await _add_authority(people, tx)


async def _add_authority(people: Sequence[Staff], tx: Transaction) -> None:
    rows = [
        {
            "staff_id": person.id,
            "remedy": granted.remedy,
            "currency": granted.limit.currency,
            "amount": granted.limit.amount,
        }
        for person in people
        for granted in person.authority
    ]
    if rows:
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
        "cross_skills": sorted(person.cross_skills),
        "time_zone": person.time_zone,
        "country": person.country,
        "deputy_id": person.deputy_id,
        "version": person.version,
    }


_SET: dict[str, Any] = {
    name: bindparam(name) for name in ("changed_at", *_row(Staff(id=UUID(int=0), name="", level=Level.AGENT)))
}
_NOBODY = {"reports_to": None, "deputy_id": None}


def person_of(row: Any) -> Staff:
    """The member of staff in a row that has their GRANTS too."""
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
        cross_skills=frozenset(row["cross_skills"]),
        time_zone=row["time_zone"],
        country=row["country"],
        deputy_id=row["deputy_id"],
        version=row["version"],
    )
