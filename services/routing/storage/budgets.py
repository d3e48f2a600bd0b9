"""Budgets and their ledger: every posting with its entries, and the rules by which budgets are granted."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from services.routing.domain.budget import NONE, Budget, BudgetRule
from services.routing.domain.posting import Account, Posting
from services.routing.domain.staff import Level
from services.routing.storage.tables.budget import budget_entries, budget_rules, budgets
from shared.messaging.transaction import Transaction


async def rules(tx: Transaction) -> tuple[BudgetRule, ...]:
    """Every rule that there was: a handful each year."""
    return tuple(_rule(row) for row in (await tx.execute(select(budget_rules))).mappings())


async def add_rule(rule: BudgetRule, tx: Transaction, *, by: str, now: datetime) -> None:
    """One more rule; none is ever changed."""
    await tx.execute(
        insert(budget_rules).values(
            id=rule.id,
            level=rule.level.value,
            department=rule.department,
            currency=rule.currency,
            amount=rule.amount,
            valid_from=rule.valid_from,
            by_subject=by,
            at=now,
        )
    )


async def rules_listed(tx: Transaction, *, where: ColumnElement[bool], limit: int) -> Sequence[BudgetRule]:
    """Rules, the latest written first, at most `limit`."""
    statement = select(budget_rules).where(where).order_by(budget_rules.c.id.desc()).limit(limit)
    return [_rule(row) for row in (await tx.execute(statement)).mappings()]


async def begin(budget: Budget, tx: Transaction) -> None:
    """The row of a budget, empty, where there is none: of many at once one makes it."""
    await tx.execute(
        upsert(budgets)
        .values(
            id=budget.id,
            staff_id=budget.staff_id,
            year=budget.year,
            currency=budget.currency,
            granted=NONE,
            spent=NONE,
        )
        .on_conflict_do_nothing(index_elements=["staff_id", "year", "currency"])
    )


async def locked_of(staff_id: UUID, year: int, currency: str, tx: Transaction) -> Budget | None:
    """Somebody's budget, for its holder alone until the commit: all postings of one budget come one after another."""
    statement = (
        select(budgets)
        .where(budgets.c.staff_id == staff_id, budgets.c.year == year, budgets.c.currency == currency)
        .with_for_update()
    )
    row = (await tx.execute(statement)).mappings().one_or_none()
    return None if row is None else _budget(row)


async def locked(budget_id: UUID, tx: Transaction) -> Budget:
    """The same by its id, which must be one of ours."""
    row = (await tx.execute(select(budgets).where(budgets.c.id == budget_id).with_for_update())).mappings().one()
    return _budget(row)


async def of(staff_ids: Collection[UUID], year: int, tx: Transaction) -> Sequence[Budget]:
    """The budgets of some people in a year, as far as they have begun."""
    statement = (
        select(budgets)
        .where(budgets.c.staff_id.in_(list(staff_ids)), budgets.c.year == year)
        .order_by(budgets.c.staff_id, budgets.c.currency)
    )
    return [_budget(row) for row in (await tx.execute(statement)).mappings()]


async def post(posting: Posting, tx: Transaction, *, by: str, now: datetime) -> Budget:
    """Write a posting and move its budget by it. The budget must be locked; the schema refuses what overdraws it."""
    moved = {entry.account: entry.amount.amount for entry in posting.entries}
    await tx.execute(
        insert(budget_entries),
        [
            {
                "posting_id": posting.id,
                "account": entry.account.value,
                "budget_id": posting.budget_id,
                "currency": entry.amount.currency,
                "amount": entry.amount.amount,
                "at": now,
                "by_subject": by,
            }
            for entry in posting.entries
        ],
    )
    statement = (
        update(budgets)
        .where(budgets.c.id == posting.budget_id)
        .values(
            granted=budgets.c.granted - moved.get(Account.GRANT, NONE),
            spent=budgets.c.spent + moved.get(Account.SPENT, NONE),
        )
        .returning(*budgets.c)
    )
    return _budget((await tx.execute(statement)).mappings().one())


def _budget(row: Any) -> Budget:
    return Budget(
        id=row["id"],
        staff_id=row["staff_id"],
        year=row["year"],
        currency=row["currency"],
        granted=row["granted"],
        spent=row["spent"],
    )


def _rule(row: Any) -> BudgetRule:
    return BudgetRule(
        id=row["id"],
        level=Level(row["level"]),
        currency=row["currency"],
        amount=row["amount"],
        valid_from=row["valid_from"],
        department=row["department"],
    )
