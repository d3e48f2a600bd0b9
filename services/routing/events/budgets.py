"""Budgets spent, as contract events."""

from __future__ import annotations

from services.routing.domain.spend import Spend
from shared.contracts.envelope import Message
from shared.contracts.routing import BudgetSpent


def budget_spent(spend: Spend, *, year: int) -> Message:
    """RO-9: somebody spent of their budget; for what, in words, stays here."""
    event = BudgetSpent(
        spend_id=spend.id,
        staff_id=spend.staff_id,
        complaint_id=spend.complaint_id,
        year=year,
        amount=str(spend.amount.amount),
        currency=spend.amount.currency,
        spent_at=spend.spent_at,
    )
    return Message(event, spend.id, spend.version, spend.spent_at)
