"""Say how much a level may spend in a year, from a day on (RO-9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.routing.domain.actor import Actor
from services.routing.domain.budget import BudgetRule, NotYourRule
from services.routing.storage import budgets
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class AddBudgetRule:
    """A new rule, complete. The one before stays on record."""

    rule: BudgetRule
    by: Actor
    now: datetime


async def add_budget_rule(command: AddBudgetRule, tx: Transaction) -> BudgetRule:
    """Keep it. Raises NotYourRule for a department that is not theirs, and for all where they are held to some."""
    if not command.by.sees_team(command.rule.department):
        raise NotYourRule
    await budgets.add_rule(command.rule, tx, by=command.by.subject, now=command.now)
    return command.rule
