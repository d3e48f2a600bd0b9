"""What people may spend in a year, what of it is spent, and on which cases (RO-9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, false, true

from services.routing.domain.actor import Actor
from services.routing.domain.budget import Budget, BudgetRule, as_they_stand, grant_for
from services.routing.domain.case import CaseNotFound
from services.routing.domain.spend import Spend, SpendNotFound
from services.routing.queries.case_view import visible_case
from services.routing.queries.sight import KeysetAfter, of_teams
from services.routing.storage import budgets, spends, staff
from services.routing.storage.tables import staff as people
from services.routing.storage.tables.budget import budget_rules, budget_spends
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class ListBudgets:
    """Whose budgets of which year; `own_only` where `by` sees nobody else's. `today` is the company's day."""

    by: Actor
    own_only: bool
    staff_id: UUID | None
    department: str | None
    year: int
    today: date
    limit: int


@dataclass(frozen=True, slots=True)
class BudgetsOf:
    """Somebody's budgets by currency, with when they were added to the directory, by which the list goes."""

    staff_id: UUID
    name: str
    year: int
    budgets: tuple[Budget, ...]
    added_at: datetime


async def list_budgets(query: ListBudgets, tx: Transaction, *, after: KeysetAfter) -> Sequence[BudgetsOf]:
    """At most limit + 1 people, the latest added first. Of this year also what nobody has touched yet."""
    own = false() if query.by.staff_id is None else people.c.id == query.by.staff_id
    where = and_(
        after(people.c.created_at, people.c.id),
        own if query.own_only else of_teams(query.by, people.c.department, or_else=people.c.id),
        true() if query.staff_id is None else people.c.id == query.staff_id,
    )
    found = await staff.listed(tx, where=where, limit=query.limit + 1, department=query.department)
    rules = await budgets.rules(tx) if query.year == query.today.year else ()
    begun = await budgets.of([person.id for person, _ in found], query.year, tx)
    return [
        BudgetsOf(
            staff_id=person.id,
            name=person.name,
            year=query.year,
            budgets=as_they_stand(
                (one for one in begun if one.staff_id == person.id),
                grant_for(rules, person, on=query.today),
                staff_id=person.id,
                year=query.year,
            ),
            added_at=added_at,
        )
        for person, added_at in found
    ]


async def list_budget_rules(tx: Transaction, *, limit: int, after: KeysetAfter) -> Sequence[BudgetRule]:
    """At most limit + 1 rules, the latest written first."""
    return await budgets.rules_listed(tx, where=after(budget_rules.c.id), limit=limit + 1)


async def spends_of_case(
    complaint_id: UUID, tx: Transaction, *, by: Actor, limit: int, after: KeysetAfter
) -> Sequence[Spend]:
    """At most limit + 1 spends on a case, the first one first. Raises CaseNotFound (missing and foreign alike)."""
    await visible_case(complaint_id, tx, by=by)
    where = after(budget_spends.c.spent_at, budget_spends.c.id)
    return await spends.of(complaint_id, tx, where=where, limit=limit + 1)


async def spend_view(spend_id: UUID, tx: Transaction, *, by: Actor) -> Spend:
    """One spend: one's own, or on a case that one may see. Raises SpendNotFound (missing and foreign alike)."""
    spend = await spends.load(spend_id, tx)
    if spend is None:
        raise SpendNotFound
    if by.staff_id is None or by.staff_id != spend.staff_id:
        try:
            await visible_case(spend.complaint_id, tx, by=by)
        except CaseNotFound as foreign:
            raise SpendNotFound from foreign
    return spend
