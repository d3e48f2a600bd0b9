"""Put right what was not spent after all: the money is there again, and nobody is judged (RO-9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.routing.commands.sight import in_sight
from services.routing.commands.spend_budget import Spent
from services.routing.domain.actor import Actor
from services.routing.domain.posting import reversed_
from services.routing.domain.spend import NotYourBudget, ReversalReason, Spend, SpendNotFound
from services.routing.storage import budgets, cases, spends
from shared.kernel.errors import PreconditionFailed
from shared.kernel.ids import new_id
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class ReverseSpend:
    """Which spend, and why; `for_anybody` where `by` keeps the budgets of others too."""

    spend_id: UUID
    reason: ReversalReason
    expected_version: int
    for_anybody: bool
    by: Actor
    now: datetime


async def reverse_spend(command: ReverseSpend, tx: Transaction) -> Spent:
    """Post it back into the year it was spent of.

    Raises SpendNotFound (missing and foreign alike), NotYourBudget, PreconditionFailed, SpendReversed.
    """
    found = await spends.load(command.spend_id, tx)
    if found is None or not await _seen(found, command.by, tx):
        raise SpendNotFound
    if found.staff_id != command.by.staff_id and not command.for_anybody:
        raise NotYourBudget
    budget = await budgets.locked(found.budget_id, tx)
    spend = await spends.load(command.spend_id, tx, lock=True) or found
    if spend.version != command.expected_version:
        raise PreconditionFailed(current_version=spend.version)
    posting = reversed_(budget, spend.amount, id=new_id())
    right = spend.put_right(by_posting=posting.id, reason=command.reason, now=command.now)
    await spends.save_reversal(right, tx)
    return Spent(right, await budgets.post(posting, tx, by=command.by.subject, now=command.now))


async def _seen(spend: Spend, by: Actor, tx: Transaction) -> bool:
    if by.staff_id is not None and by.staff_id == spend.staff_id:
        return True
    case = await cases.load(spend.complaint_id, tx)
    return case is not None and await in_sight(case, by, tx)
