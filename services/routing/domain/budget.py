"""A recovery budget: what somebody may spend in a year to win customers back, without asking anybody (RO-9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from decimal import Decimal
from uuid import UUID

from services.routing.domain.staff import Level, Staff
from shared.kernel.errors import Conflict, FieldError, Forbidden, Invalid
from shared.kernel.money import Money

NONE = Decimal("0.00")


class BudgetExhausted(Conflict):
    slug = "budget-exhausted"
    title = "This year's budget does not reach for it"

    def __init__(self, left: Money) -> None:
        super().__init__(left={"amount": str(left.amount), "currency": left.currency})


class CurrencyNotGranted(Invalid):
    slug = "currency-not-granted"
    title = "There is no budget in this currency; currencies are never mixed"

    def __init__(self, granted: Iterable[str]) -> None:
        super().__init__(
            fields=(FieldError("/currency", "is not one in which they have a budget"),), granted=sorted(granted)
        )


class NotYourRule(Forbidden):
    slug = "not-your-budget-rule"
    title = "The budgets of this department are set by others"


@dataclass(frozen=True, slots=True)
class BudgetRule:
    """How much everybody at a level may spend in a year, in one currency; of one department, or of any."""

    id: UUID
    level: Level
    currency: str
    amount: Decimal
    valid_from: date
    department: str | None = None

    def fits(self, person: Staff, *, on: date) -> bool:
        """Whether it holds for them on a day."""
        return (
            self.valid_from <= on
            and self.level is person.level
            and (self.department is None or self.department == person.department)
        )


@dataclass(frozen=True, slots=True)
class Budget:
    """Somebody's budget of a year in one currency, as its ledger has it."""

    id: UUID
    staff_id: UUID
    year: int
    currency: str
    granted: Decimal = NONE
    spent: Decimal = NONE

    @property
    def left(self) -> Money:
        """What is there to spend."""
        return Money(self.granted - self.spent, self.currency)


def year_of(now: datetime, zone: tzinfo) -> int:
    """The year of the company in which `now` lies: it begins at midnight where the company is."""
    return day_of(now, zone).year


def day_of(now: datetime, zone: tzinfo) -> date:
    """The company's calendar day."""
    return now.astimezone(zone).date()


def grant_for(rules: Iterable[BudgetRule], person: Staff, *, on: date) -> dict[str, Decimal]:
    """What somebody is granted by currency, by the rules in force on a day.

    A department's own rule goes before the one for all; of several, the one that came into force last. Whoever has
    left is granted nothing.
    """
    if not person.active:
        return {}
    chosen: dict[str, BudgetRule] = {}
    for rule in rules:
        if rule.fits(person, on=on) and (rule.currency not in chosen or _goes_before(rule, chosen[rule.currency])):
            chosen[rule.currency] = rule
    return {currency: rule.amount for currency, rule in sorted(chosen.items())}


def top_up(budget: Budget, entitled: Decimal) -> Decimal:
    """What a budget still lacks of what the rules grant. What was granted once is never taken back in its year."""
    return max(entitled - budget.granted, NONE)


def as_they_stand(
    begun: Iterable[Budget], entitled: Mapping[str, Decimal], *, staff_id: UUID, year: int
) -> tuple[Budget, ...]:
    """Somebody's budgets of a year by currency, those included that have not been touched yet.

    A budget begins with its first use; until then, and until its next use, what the rules grant counts as granted.
    """
    known = {budget.currency: budget for budget in begun}
    untouched = Budget(UUID(int=0), staff_id, year, "")
    return tuple(
        replace(budget, currency=currency, granted=max(budget.granted, entitled.get(currency, NONE)))
        for currency in sorted({*known, *entitled})
        for budget in [known.get(currency, untouched)]
    )


def _goes_before(one: BudgetRule, other: BudgetRule) -> bool:
    return _precedence(one) > _precedence(other)


def _precedence(rule: BudgetRule) -> tuple[bool, date, UUID]:
    return (rule.department is not None, rule.valid_from, rule.id)
