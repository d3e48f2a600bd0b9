"""Accounts: what identity providers know the staff by; whoever was given none is known by their e-mail address."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, false, func, select, text, true, update
from sqlalchemy.dialects.postgresql import insert

from services.routing.domain.scim.narrowing import Narrowed, id_in
from services.routing.domain.scim.users import Account, User
from services.routing.storage import staff_groups
from services.routing.storage.staff import GRANTS, person_of
from services.routing.storage.tables import staff
from services.routing.storage.tables.group import accounts
from shared.messaging.transaction import Transaction

_THERE = accounts.c.deleted_at.is_(None)
_JOINED = staff.outerjoin(accounts, accounts.c.staff_id == staff.c.id)
# By an index each; an OR over both tables would read them whole.
_NAMED = text(
    "SELECT staff_id AS id FROM account WHERE lower(user_name) = lower(:name) AND deleted_at IS NULL "
    "UNION SELECT s.id FROM staff s WHERE lower(s.email) = lower(:name) "
    "AND NOT EXISTS (SELECT FROM account a WHERE a.staff_id = s.id) "
    "UNION SELECT s.id FROM staff s WHERE s.id = :own AND s.email IS NULL "
    "AND NOT EXISTS (SELECT FROM account a WHERE a.staff_id = s.id)"
)
_USERS = select(staff, GRANTS, accounts.c.user_name, accounts.c.external_id, accounts.c.said).select_from(_JOINED)


async def load(staff_id: UUID, tx: Transaction) -> User | None:
    """The user, or None for nobody and for one who was taken out."""
    found = await _fetched(_USERS.where(_THERE, staff.c.id == staff_id), tx)
    return found[0] if found else None


async def page(tx: Transaction, *, offset: int, limit: int) -> Sequence[User]:
    """Users in the order in which they were added."""
    return await _fetched(_USERS.where(_THERE).order_by(staff.c.created_at, staff.c.id).offset(offset).limit(limit), tx)


async def count(tx: Transaction) -> int:
    """How many users there are."""
    return int((await tx.execute(select(func.count()).select_from(_JOINED).where(_THERE))).scalar_one())


async def narrowed(condition: Narrowed | None, tx: Transaction) -> Sequence[User]:
    """Every user who may fit, in the order in which they were added."""
    where = true() if condition is None else await _condition(condition, tx)
    return await _fetched(_USERS.where(_THERE, where).order_by(staff.c.created_at, staff.c.id), tx)


async def named(user_name: str, tx: Transaction) -> frozenset[UUID]:
    """Who has this name, whatever its case."""
    own = id_in(Narrowed("id", user_name))
    return frozenset(row.id for row in await tx.execute(_NAMED, {"name": user_name, "own": own}))


async def existing(ids: Collection[UUID], tx: Transaction) -> frozenset[UUID]:
    """Those of these ids that users have."""
    rows = await tx.execute(select(staff.c.id).select_from(_JOINED).where(_THERE, staff.c.id.in_(ids)))
    return frozenset(row.id for row in rows)


async def save(staff_id: UUID, account: Account, tx: Transaction) -> None:
    """Write what the identity provider said of somebody."""
    values = {"user_name": account.user_name, "external_id": account.external_id, "said": dict(account.said or {})}
    statement = insert(accounts).values(staff_id=staff_id, **values)
    await tx.execute(statement.on_conflict_do_update(index_elements=[accounts.c.staff_id], set_=values))


async def remove(staff_id: UUID, tx: Transaction, *, now: datetime) -> None:
    """Take a user out, who has a saved account; the name is free again."""
    await tx.execute(update(accounts).where(accounts.c.staff_id == staff_id).values(deleted_at=now))


async def _condition(condition: Narrowed, tx: Transaction) -> ColumnElement[bool]:
    match condition.attribute:
        case "id":
            wanted = id_in(condition)
            return false() if wanted is None else staff.c.id == wanted
        case "externalId":
            return accounts.c.external_id == condition.value
        case "userName":
            return staff.c.id.in_(await named(condition.value, tx))
        case _:
            return true()


async def _fetched(statement: Any, tx: Transaction) -> list[User]:
    rows = list((await tx.execute(statement)).mappings())
    groups = await staff_groups.of_members([row["id"] for row in rows], tx)
    return [_user(row, groups.get(row["id"], ())) for row in rows]


def _user(row: Any, groups: tuple[tuple[UUID, str], ...]) -> User:
    known = row["user_name"] or row["email"] or str(row["id"])
    return User(
        person=person_of(row),
        account=Account(known, row["external_id"], row["said"]),
        created_at=row["created_at"],
        changed_at=row["changed_at"],
        groups=groups,
    )
