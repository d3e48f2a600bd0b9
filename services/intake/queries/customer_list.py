"""Customers, newest first, found by an identifier or by words of their name; a page costs the same at any depth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, any_, func, select

from services.intake.domain.actor import Actor
from services.intake.storage.customers import PERSON, seen_by
from services.intake.storage.rows import plain
from services.intake.storage.tables import complaint, customer
from services.intake.storage.visibility import visible_to
from shared.messaging.transaction import Transaction

_NEWEST = 500
"""How far back a search by name looks row by row before it asks the index, as queries/complaint_list.py does; less
far than there, because folding a name takes 30 us."""

_ITEM = tuple(
    customer.c[name]
    for name in (
        "id",
        "version",
        "name",
        "email",
        "phone",
        "account_number",
        "username",
        "language",
        "survivor_id",
        "created_at",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerFilters:
    """Which customers are asked for; `phone` is E.164, `name` the beginnings of words, in any order."""

    email: str | None = None
    phone: str | None = None
    account_number: str | None = None
    username: str | None = None
    name: str | None = None


async def customer_list(
    filters: CustomerFilters, tx: Transaction, *, actor: Actor, limit: int, after: UUID | None
) -> list[dict[str, Any]]:
    """At most `limit` customers whose records are older than `after`, newest first.

    A record that was merged away is found by its own identifiers and name, and says where; a plain list is of those
    that stand for a person.
    """
    where = _identifiers(filters)
    if after is not None:
        where.append(customer.c.id < after)
    if filters.name is not None:
        return await _by_name(filters.name, where, tx, actor=actor, limit=limit)
    if not any((filters.email, filters.phone, filters.account_number, filters.username)):
        where.append(customer.c.survivor_id.is_(None))
        if actor.teams is not None:
            # Not seen_by: so the planner may also begin at the complaints of a small team.
            where.append(customer.c.id.in_(select(complaint.c.customer_id).where(visible_to(actor))))
        return await _rows(_page(where, limit), tx)
    return await _rows(_page([*where, seen_by(actor)], limit), tx)


async def _by_name(
    name: str, where: list[ColumnElement[bool]], tx: Transaction, *, actor: Actor, limit: int
) -> list[dict[str, Any]]:
    """First among the newest, where a common name is found at once; then by the index, quick for a rare one."""
    words = (await tx.execute(select(func.string_to_array(func.folded(name), " ")))).scalar_one()
    newest = (
        select(customer.c.id, func.concat(" ", func.folded(customer.c.name)).label("words"))
        .where(*where)
        .order_by(customer.c.id.desc())
        .limit(_NEWEST)
        .subquery()
    )
    begun = (func.strpos(newest.c.words, f" {word}") > 0 for word in words)
    rows = await _rows(_page([customer.c.id.in_(select(newest.c.id).where(*begun)), seen_by(actor)], limit), tx)
    if len(rows) >= limit:
        return rows
    lexemes, wanted = func.name_lexemes(customer.c.name), func.name_query(func.folded(name))
    named = select(customer.c.id, PERSON.label("person")).where(
        customer.c.name.is_not(None), lexemes.op("@@")(wanted), *where
    )
    hits = named.cte("hits").prefix_with("MATERIALIZED", dialect="postgresql")
    # Each step by itself: else the planner walks all customers, newest first, for a name that few have.
    seen = select(hits.c.id).where(seen_by(actor, hits.c.person)).order_by(hits.c.id.desc()).limit(limit)
    return await _rows(_page([customer.c.id == any_(func.array(seen.scalar_subquery()))], limit), tx)


def _identifiers(filters: CustomerFilters) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if filters.email is not None:
        where += [
            customer.c.email.is_not(None),
            func.mailbox(customer.c.email) == func.mailbox(filters.email),
            func.lower(customer.c.email) == func.lower(filters.email),
        ]
    if filters.phone is not None:
        where.append(customer.c.phone == filters.phone)
    for column, value in (
        (customer.c.account_number, filters.account_number),
        (customer.c.username, filters.username),
    ):
        if value is not None:
            where += [column.is_not(None), func.lower(column) == func.lower(value)]
    return where


def _page(where: list[ColumnElement[bool]], limit: int) -> Select[Any]:
    return select(*_ITEM).where(*where).order_by(customer.c.id.desc()).limit(limit)


async def _rows(statement: Select[Any], tx: Transaction) -> list[dict[str, Any]]:
    return [plain(row) for row in (await tx.execute(statement)).mappings()]
