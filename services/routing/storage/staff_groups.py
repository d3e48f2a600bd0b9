"""Groups of staff: rows to domain and back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, false, func, insert, select, true, update

from services.routing.domain.scim.groups import Group
from services.routing.domain.scim.narrowing import Narrowed, id_in
from services.routing.storage.tables.group import groups, members
from shared.messaging.transaction import Transaction


async def load(group_id: UUID, tx: Transaction, *, lock: bool = False) -> Group | None:
    """The group with its members, or None; `lock` keeps others from changing it until the commit."""
    statement = select(groups).where(groups.c.id == group_id)
    if lock:
        statement = statement.with_for_update()
    found = await _fetched(statement, tx, with_members=True)
    return found[0] if found else None


async def page(tx: Transaction, *, offset: int, limit: int, with_members: bool) -> Sequence[Group]:
    """Groups in the order in which they were added."""
    statement = select(groups).order_by(groups.c.created_at, groups.c.id).offset(offset).limit(limit)
    return await _fetched(statement, tx, with_members=with_members)


async def count(tx: Transaction) -> int:
    """How many groups there are."""
    return int((await tx.execute(select(func.count()).select_from(groups))).scalar_one())


async def narrowed(condition: Narrowed | None, tx: Transaction, *, with_members: bool) -> Sequence[Group]:
    """Every group that may fit, in the order in which they were added."""
    where = true() if condition is None else _condition(condition)
    statement = select(groups).where(where).order_by(groups.c.created_at, groups.c.id)
    return await _fetched(statement, tx, with_members=with_members)


async def named(name: str, tx: Transaction) -> UUID | None:
    """Which group has this name, whatever its case."""
    statement = select(groups.c.id).where(func.lower(groups.c.display_name) == func.lower(name))
    found: UUID | None = (await tx.execute(statement)).scalar_one_or_none()
    return found


async def of_members(ids: Collection[UUID], tx: Transaction) -> dict[UUID, tuple[tuple[UUID, str], ...]]:
    """The groups of each of these people, by id and name, the one that was added first first."""
    statement = (
        select(members.c.staff_id, groups.c.id, groups.c.display_name)
        .join(groups, groups.c.id == members.c.group_id)
        .where(members.c.staff_id.in_(ids))
        .order_by(groups.c.created_at, groups.c.id)
    )
    found: defaultdict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    for row in await tx.execute(statement):
        found[row.staff_id].append((row.id, row.display_name))
    return {staff_id: tuple(belongs) for staff_id, belongs in found.items()}


async def add(group: Group, tx: Transaction) -> None:
    """Insert a new group with its members."""
    await tx.execute(insert(groups).values(id=group.id, created_at=group.created_at, **_row(group)))
    await _join(group.id, group.members, tx)


async def save(group: Group, tx: Transaction, *, before: Group) -> None:
    """Write a changed group: its name, and who came and went."""
    await tx.execute(update(groups).where(groups.c.id == group.id).values(**_row(group)))
    gone = before.members - group.members
    await tx.execute(delete(members).where(members.c.group_id == group.id, members.c.staff_id.in_(gone)))
    await _join(group.id, group.members - before.members, tx)


async def remove(group_id: UUID, tx: Transaction) -> None:
    """Take a group out, its memberships with it."""
    await tx.execute(delete(groups).where(groups.c.id == group_id))


async def _join(group_id: UUID, people: Collection[UUID], tx: Transaction) -> None:
    if people:
        rows = [{"group_id": group_id, "staff_id": staff_id} for staff_id in sorted(people)]
        await tx.execute(insert(members), rows)


def _condition(condition: Narrowed) -> ColumnElement[bool]:
    match condition.attribute:
        case "id":
            wanted = id_in(condition)
            return false() if wanted is None else groups.c.id == wanted
        case "externalId":
            return groups.c.external_id == condition.value
        case "displayName":
            return func.lower(groups.c.display_name) == condition.value.lower()
        case _:
            return true()


async def _fetched(statement: Any, tx: Transaction, *, with_members: bool) -> list[Group]:
    rows = list((await tx.execute(statement)).mappings())
    belonging: defaultdict[UUID, set[UUID]] = defaultdict(set)
    if with_members:
        ids = [row["id"] for row in rows]
        found = select(members.c.group_id, members.c.staff_id).where(members.c.group_id.in_(ids))
        for row in await tx.execute(found):
            belonging[row.group_id].add(row.staff_id)
    return [
        Group(
            id=one["id"],
            display_name=one["display_name"],
            created_at=one["created_at"],
            changed_at=one["changed_at"],
            external_id=one["external_id"],
            members=frozenset(belonging[one["id"]]),
            version=one["version"],
        )
        for one in rows
    ]


def _row(group: Group) -> dict[str, Any]:
    return {
        "display_name": group.display_name,
        "external_id": group.external_id,
        "changed_at": group.changed_at,
        "version": group.version,
    }
