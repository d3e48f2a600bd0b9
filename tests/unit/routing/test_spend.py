"""Spending: no blame, and no second time."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from uuid import UUID

import pytest

from services.routing.domain.spend import ReversalReason, Spend, SpendKeyReused, SpendReversed
from shared.kernel.money import Money
from tests.unit.routing.people import NOON

SPENT = Spend(
    id=UUID(int=1),
    budget_id=UUID(int=2),
    staff_id=UUID(int=3),
    complaint_id=UUID(int=4),
    amount=Money(Decimal("20.00"), "EUR"),
    what="flowers",
    why=None,
    key="k",
    spent_at=NOON,
)


def test_there_is_no_place_for_blame() -> None:
    """RO-9: nothing about a spend or its reversal can hold a verdict on whoever spent it."""
    blaming = ("verdict", "fault", "blame", "approv", "justified", "warning", "penalt", "rating", "score", "comment")
    names = [field.name for field in fields(Spend)] + [reason.value for reason in ReversalReason]
    assert [name for name in names if any(word in name for word in blaming)] == []
    assert {reason.value for reason in ReversalReason} == {"entered_wrongly", "not_used"}


def test_a_key_stands_for_one_spend() -> None:
    """RO-9: the same again is the same spend; anything else with its key is refused."""
    same = {"complaint_id": UUID(int=4), "amount": Money(Decimal("20.00"), "EUR"), "what": "flowers", "why": None}
    SPENT.require_same(**same)  # type: ignore[arg-type]
    for other in (
        {"amount": Money(Decimal("20.01"), "EUR")},
        {"amount": Money(Decimal("20.00"), "GBP")},
        {"complaint_id": UUID(int=9)},
        {"what": "cake"},
        {"why": "for fun"},
    ):
        with pytest.raises(SpendKeyReused):
            SPENT.require_same(**(same | other))  # type: ignore[arg-type]


def test_what_was_put_right_is_not_put_right_twice() -> None:
    """RO-9: money comes back once."""
    right = SPENT.put_right(by_posting=UUID(int=5), reason=ReversalReason.NOT_USED, now=NOON)
    assert (right.reversed_by, right.version) == (UUID(int=5), 2)
    with pytest.raises(SpendReversed):
        right.put_right(by_posting=UUID(int=6), reason=ReversalReason.ENTERED_WRONGLY, now=NOON)
