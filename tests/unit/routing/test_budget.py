"""Budgets: what is granted, and a ledger that always balances."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.routing.domain.budget import (
    NONE,
    Budget,
    BudgetExhausted,
    BudgetRule,
    day_of,
    grant_for,
    top_up,
    year_of,
)
from services.routing.domain.posting import Account, Entry, Posting, Unbalanced, balance, granted, reversed_, spent
from services.routing.domain.staff import Level
from shared.kernel.money import CurrencyMismatch, Money
from tests.unit.routing.people import person

VILNIUS = ZoneInfo("Europe/Vilnius")
AMOUNTS = st.decimals(min_value="0.01", max_value="500", places=2)


def rule(number: int, amount: str, **members: object) -> BudgetRule:
    """For all agents in euro since the beginning of 2026, unless said otherwise."""
    defaults: dict[str, object] = {"level": Level.AGENT, "currency": "EUR", "valid_from": date(2026, 1, 1)}
    return BudgetRule(id=UUID(int=number), amount=Decimal(amount), **(defaults | members))  # type: ignore[arg-type]


def budget(granted_amount: str = "0.00", spent_amount: str = "0.00", currency: str = "EUR") -> Budget:
    return Budget(UUID(int=1), UUID(int=2), 2026, currency, Decimal(granted_amount), Decimal(spent_amount))


def test_the_year_begins_at_midnight_where_the_company_is() -> None:
    """RO-9: half past ten in the evening of 31 December in UTC is the new year in Vilnius."""
    moment = datetime(2026, 12, 31, 22, 30, tzinfo=UTC)
    assert (year_of(moment, VILNIUS), year_of(moment, UTC)) == (2027, 2026)
    assert day_of(moment, VILNIUS) == date(2027, 1, 1)


def test_the_departments_own_rule_goes_first_and_then_the_latest() -> None:
    """RO-9: by level and department, from a day on; currencies beside each other."""
    rules = [
        rule(1, "100.00"),
        rule(2, "150.00", valid_from=date(2026, 6, 1)),
        rule(3, "80.00", department="deliveries"),
        rule(4, "999.00", department="billing"),
        rule(5, "50.00", currency="GBP"),
        rule(6, "700.00", level=Level.LEAD),
    ]
    on = date(2026, 7, 1)
    assert grant_for(rules, person(1), on=on) == {"EUR": Decimal("80.00"), "GBP": Decimal("50.00")}
    elsewhere = person(2, department="returns")
    assert grant_for(rules, elsewhere, on=on)["EUR"] == Decimal("150.00")
    assert grant_for(rules, elsewhere, on=date(2026, 5, 31))["EUR"] == Decimal("100.00")
    assert grant_for(rules, elsewhere, on=date(2025, 12, 31)) == {}
    assert grant_for(rules, person(3, active=False), on=on) == {}


def test_what_was_granted_is_never_taken_back_in_its_year() -> None:
    """RO-9: a rule that grants more tops up; one that grants less takes effect next year."""
    assert top_up(budget("100.00"), Decimal("150.00")) == Decimal("50.00")
    assert top_up(budget("100.00", "90.00"), Decimal("20.00")) == NONE


def test_a_posting_that_makes_money_can_not_be() -> None:
    """RO-9: double entry; two currencies are never in one posting."""
    euro, pound = Money(Decimal(1), "EUR"), Money(Decimal(-1), "GBP")
    with pytest.raises(Unbalanced):
        Posting(UUID(int=1), UUID(int=1), (Entry(Account.STAFF, euro), Entry(Account.SPENT, euro)))
    with pytest.raises(CurrencyMismatch):
        Posting(UUID(int=1), UUID(int=1), (Entry(Account.STAFF, euro), Entry(Account.SPENT, pound)))
    with pytest.raises(Unbalanced):
        Posting(UUID(int=1), UUID(int=1), (Entry(Account.STAFF, Money(Decimal(0), "EUR")),))


@pytest.mark.parametrize("amount", [Money(Decimal(0), "EUR"), Money(Decimal(-5), "EUR"), Money(Decimal(5), "GBP")])
def test_nothing_less_than_something_in_the_budgets_currency_is_posted(amount: Money) -> None:
    """RO-9: a negative spend would be a grant by stealth."""
    for post in (granted, reversed_):
        with pytest.raises(Unbalanced):
            post(budget("100.00", "50.00"), amount, id=UUID(int=9))


@given(st.lists(st.tuples(st.sampled_from(["grant", "spend", "reverse"]), AMOUNTS), max_size=40))
def test_any_postings_balance_and_never_overdraw(steps: list[tuple[str, Decimal]]) -> None:
    """RO-9: in any order: granted = spent + left, nothing below nought, and a refusal says what is left."""
    ids, current = count(1), budget()
    postings: list[Posting] = []
    standing: list[Decimal] = []
    for what, amount in steps:
        money = Money(amount, "EUR")
        if what == "grant":
            postings.append(granted(current, money, id=UUID(int=next(ids))))
        elif what == "spend":
            if current.left < money:
                with pytest.raises(BudgetExhausted) as refused:
                    spent(current, money, id=UUID(int=next(ids)))
                assert refused.value.extra["left"] == {"amount": str(current.left.amount), "currency": "EUR"}
                continue
            postings.append(spent(current, money, id=UUID(int=next(ids))))
            standing.append(amount)
        elif standing:
            back = standing.pop()
            postings.append(reversed_(current, Money(back, "EUR"), id=UUID(int=next(ids))))
        now = balance(postings)
        assert now.granted == now.spent + now.left
        assert now.left >= 0
        assert now.spent == sum(standing, start=NONE)
        current = budget(str(now.granted), str(now.spent))


def test_a_balance_of_two_currencies_can_not_be() -> None:
    """RO-9: currencies are kept apart in the sums as well."""
    euro = granted(budget(), Money(Decimal(1), "EUR"), id=UUID(int=1))
    pound = granted(budget(currency="GBP"), Money(Decimal(1), "GBP"), id=UUID(int=2))
    with pytest.raises(CurrencyMismatch):
        balance([euro, pound])
