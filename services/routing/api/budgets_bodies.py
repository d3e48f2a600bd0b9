"""Bodies of requests about recovery budgets, and of their answers."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field

from services.routing.commands.spend_budget import Spent
from services.routing.domain.budget import Budget, BudgetRule
from services.routing.domain.spend import ReversalReason, Spend
from services.routing.domain.staff import Level
from services.routing.queries.budgets_view import BudgetsOf
from shared.http.schemas import CurrencyCode, Day, In, Out, Text
from shared.kernel.money import Money


class SpendIn(In):
    """What is done for the customer, and what it costs."""

    amount: Annotated[Decimal, Field(gt=0, max_digits=14, decimal_places=2)]
    currency: CurrencyCode
    what: Annotated[str, Text(200)]
    why: Annotated[str, Text(2000)] | None = Field(default=None, description="nobody has to say")
    staff_id: UUID | None = Field(default=None, description="whose budget; an admin or a client names them")

    def money(self) -> Money:
        """What it costs."""
        return Money(self.amount, self.currency)


class ReversalIn(In):
    """Why it was not spent after all; there is nothing else to say about it."""

    reason: ReversalReason


class BudgetRuleIn(In):
    """How much everybody at a level may spend in a year, from a day on."""

    level: Level
    currency: CurrencyCode
    amount: Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]
    valid_from: Day
    department: Annotated[str, Text(100)] | None = None

    def rule(self, rule_id: UUID) -> BudgetRule:
        """The rule that this describes."""
        return BudgetRule(
            id=rule_id,
            level=self.level,
            currency=self.currency,
            amount=self.amount,
            valid_from=self.valid_from,
            department=self.department,
        )


class BudgetRuleOut(Out):
    """A rule, as it was written."""

    id: UUID
    level: Level
    department: str | None
    currency: str
    amount: Decimal
    valid_from: date

    @classmethod
    def of(cls, rule: BudgetRule) -> Self:
        return cls.model_validate(rule)


class BudgetOut(Out):
    """A budget in one currency."""

    currency: str
    granted: Decimal
    spent: Decimal
    left: Decimal

    @classmethod
    def of(cls, budget: Budget) -> Self:
        return cls(currency=budget.currency, granted=budget.granted, spent=budget.spent, left=budget.left.amount)


class BudgetsOut(Out):
    """Somebody's budgets of a year, a currency beside the other."""

    staff_id: UUID
    name: str
    year: int
    budgets: list[BudgetOut]

    @classmethod
    def of(cls, found: BudgetsOf) -> Self:
        return cls(
            staff_id=found.staff_id,
            name=found.name,
            year=found.year,
            budgets=[BudgetOut.of(one) for one in found.budgets],
        )


class SpendOut(Out):
    """What was spent on a case, and whether it was put right."""

    id: UUID
    staff_id: UUID
    complaint_id: UUID
    amount: Decimal
    currency: str
    what: str
    why: str | None
    spent_at: datetime
    reversal_reason: ReversalReason | None
    reversed_at: datetime | None
    version: int

    @classmethod
    def of(cls, spend: Spend) -> Self:
        return cls(**_members(spend))


def _members(spend: Spend) -> dict[str, object]:
    plain = ("id", "staff_id", "complaint_id", "what", "why", "spent_at", "reversal_reason", "reversed_at", "version")
    money = {"amount": spend.amount.amount, "currency": spend.amount.currency}
    return {name: getattr(spend, name) for name in plain} | money


class SpentOut(SpendOut):
    """The same, with the budget as it was right after."""

    budget: BudgetOut

    @classmethod
    def after(cls, spent: Spent) -> Self:
        return cls(**_members(spent.spend), budget=BudgetOut.of(spent.budget))
