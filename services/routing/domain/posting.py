"""Postings of the budgets' ledger: what leaves one account arrives in another, in one currency (RO-9).

A posting is never changed. What was wrong is put right by another one in the other direction.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from uuid import UUID

from services.routing.domain.budget import NONE, Budget, BudgetExhausted
from shared.kernel.money import Money


class Account(Enum):
    """Where a budget's money is."""

    GRANT = "grant"
    """Where it comes from: the company."""
    STAFF = "staff"
    """There to be spent."""
    SPENT = "spent"
    """Gone to customers."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a posting: what an account of a budget gains, or loses where it is negative."""

    account: Account
    amount: Money


class Unbalanced(ValueError):
    """A posting that makes or loses money."""


@dataclass(frozen=True, slots=True)
class Posting:
    """Entries of one budget that are nothing in sum. Raises Unbalanced, or CurrencyMismatch for two currencies."""

    id: UUID
    budget_id: UUID
    entries: tuple[Entry, ...]

    def __post_init__(self) -> None:
        first, *others = (entry.amount for entry in self.entries)
        total = sum(others, start=first)
        if total.amount != 0 or not others:
            raise Unbalanced(f"a posting of {total}")


@dataclass(frozen=True, slots=True)
class Balance:
    """What a budget's entries come to."""

    granted: Decimal = NONE
    spent: Decimal = NONE
    left: Decimal = NONE


def granted(budget: Budget, amount: Money, *, id: UUID) -> Posting:
    """The company puts this much into a budget."""
    return _moved(budget, amount, id=id, source=Account.GRANT, target=Account.STAFF)


def spent(budget: Budget, amount: Money, *, id: UUID) -> Posting:
    """This much goes to a customer. Raises BudgetExhausted where not so much is left."""
    if budget.left < amount:
        raise BudgetExhausted(budget.left)
    return _moved(budget, amount, id=id, source=Account.STAFF, target=Account.SPENT)


def reversed_(budget: Budget, amount: Money, *, id: UUID) -> Posting:
    """This much was not spent after all."""
    return _moved(budget, amount, id=id, source=Account.SPENT, target=Account.STAFF)


def balance(postings: Iterable[Posting]) -> Balance:
    """What the accounts of one budget hold after these postings, in whatever order. Raises for two currencies."""
    sums: dict[Account, Money] = {}
    for posting in postings:
        for entry in posting.entries:
            known = sums.get(entry.account)
            sums[entry.account] = entry.amount if known is None else known + entry.amount
    amounts = {account: money.amount for account, money in sums.items()}
    return Balance(
        granted=-amounts.get(Account.GRANT, NONE),
        spent=amounts.get(Account.SPENT, NONE),
        left=amounts.get(Account.STAFF, NONE),
    )


def _moved(budget: Budget, amount: Money, *, id: UUID, source: Account, target: Account) -> Posting:
    if amount.amount <= 0 or amount.currency != budget.currency:
        raise Unbalanced(f"{amount} of a budget in {budget.currency}")
    loss = Money(-amount.amount, amount.currency)
    return Posting(id, budget.id, (Entry(source, loss), Entry(target, amount)))
