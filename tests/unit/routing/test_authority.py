"""What somebody may grant by amount, and who could."""

from __future__ import annotations

from decimal import Decimal

import pytest

from services.routing.domain.staff import Level, who_covers
from shared.kernel.money import Money
from tests.unit.routing.people import may_grant, person


@pytest.mark.parametrize(
    ("remedy", "amount", "currency", "covered"),
    [
        ("refund", "100.00", "EUR", True),
        ("refund", "100.01", "EUR", False),
        ("refund", "1.00", "USD", False),
        ("refund", "0.00", "USD", True),
        ("repair", "1.00", "EUR", False),
    ],
)
def test_authority_holds_up_to_its_amount_in_its_currency(
    remedy: str, amount: str, currency: str, covered: bool
) -> None:
    """RO-1: per remedy and amount; another currency is another authority."""
    somebody = person(1, authority=may_grant("refund"))
    assert somebody.covers(remedy, Money(Decimal(amount), currency)) is covered


def test_who_could_grant_it_are_named_lowest_level_first() -> None:
    """RO-1, RO-8: whoever may not grant it learns whom to ask; those who left are not among them."""
    lead = person(1, Level.LEAD, authority=may_grant("refund"))
    agent = person(2, authority=may_grant("refund"))
    gone = person(3, authority=may_grant("refund"), active=False)
    without = person(4)
    assert who_covers((lead, gone, without, agent), "refund", Money(Decimal(5), "EUR")) == (agent, lead)
