"""What was spent of budgets: claimed by its key, so that asking again never spends twice (RO-9)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select, update
from sqlalchemy.dialects.postgresql import insert

from services.routing.domain.spend import ReversalReason, Spend
from services.routing.storage.tables.budget import budget_spends as table
from shared.kernel.money import Money
from shared.messaging.transaction import Transaction


async def by_key(staff_id: UUID, key: str, tx: Transaction) -> Spend | None:
    """What somebody spent under this key, or None."""
    row = (await tx.execute(_of_key(staff_id, key))).mappings().one_or_none()
    return None if row is None else _spend(row)


async def claim(spend: Spend, tx: Transaction) -> Spend:
    """Insert it, unless its key was used: the constraint decides, and waits for who came first.

    Returns what holds the key: this spend, or the one that came first.
    """
    statement = (
        insert(table)
        .values(
            id=spend.id,
            budget_id=spend.budget_id,
            staff_id=spend.staff_id,
            complaint_id=spend.complaint_id,
            amount=spend.amount.amount,
            currency=spend.amount.currency,
            what=spend.what,
            why=spend.why,
            request_key=spend.key,
            spent_at=spend.spent_at,
            version=spend.version,
        )
        .on_conflict_do_nothing(index_elements=["staff_id", "request_key"])
    )
    await tx.execute(statement)
    return _spend((await tx.execute(_of_key(spend.staff_id, spend.key))).mappings().one())


async def load(spend_id: UUID, tx: Transaction, *, lock: bool = False) -> Spend | None:
    """The spend, or None; `lock` keeps others from reversing it until the commit."""
    statement = select(table).where(table.c.id == spend_id)
    if lock:
        statement = statement.with_for_update()
    row = (await tx.execute(statement)).mappings().one_or_none()
    return None if row is None else _spend(row)


async def save_reversal(spend: Spend, tx: Transaction) -> None:
    """That it was put right, by which posting."""
    reason = spend.reversal_reason
    await tx.execute(
        update(table)
        .where(table.c.id == spend.id)
        .values(
            reversed_by=spend.reversed_by,
            reversal_reason=None if reason is None else reason.value,
            reversed_at=spend.reversed_at,
            version=spend.version,
        )
    )


async def of(complaint_id: UUID, tx: Transaction, *, where: ColumnElement[bool], limit: int) -> Sequence[Spend]:
    """What was spent on a case, the first one first, at most `limit`."""
    statement = (
        select(table)
        .where(table.c.complaint_id == complaint_id, where)
        .order_by(table.c.spent_at, table.c.id)
        .limit(limit)
    )
    return [_spend(row) for row in (await tx.execute(statement)).mappings()]


def _of_key(staff_id: UUID, key: str) -> Select[Any]:
    return select(table).where(table.c.staff_id == staff_id, table.c.request_key == key)


def _spend(row: Any) -> Spend:
    reason = row["reversal_reason"]
    return Spend(
        id=row["id"],
        budget_id=row["budget_id"],
        staff_id=row["staff_id"],
        complaint_id=row["complaint_id"],
        amount=Money(row["amount"], row["currency"]),
        what=row["what"],
        why=row["why"],
        key=row["request_key"],
        spent_at=row["spent_at"],
        reversed_by=row["reversed_by"],
        reversal_reason=None if reason is None else ReversalReason(reason),
        reversed_at=row["reversed_at"],
        version=row["version"],
    )
