"""Spend of one's recovery budget to win a customer back: nobody is asked, and nothing is spent twice (RO-9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from uuid import UUID

from services.routing.commands.promise_steps import SYSTEM
from services.routing.commands.sight import case_in_sight
from services.routing.domain.actor import Actor
from services.routing.domain.budget import NONE, Budget, CurrencyNotGranted, day_of, grant_for, top_up, year_of
from services.routing.domain.posting import granted, spent
from services.routing.domain.spend import NotYourBudget, Spend, SpenderUnknown, SpendKeyRequired
from services.routing.domain.staff import Staff
from services.routing.events import budgets as events
from services.routing.storage import budgets, spends, staff
from shared.kernel.errors import FieldError
from shared.kernel.ids import new_id
from shared.kernel.money import Money
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class SpendBudget:
    """What for whom, and how much. `key` is the Idempotency-Key; an admin or a client names the `staff_id`."""

    complaint_id: UUID
    staff_id: UUID | None
    amount: Money
    what: str
    why: str | None
    key: str | None
    by: Actor
    zone: tzinfo
    now: datetime


@dataclass(frozen=True, slots=True)
class Spent:
    """A spend, with its budget after it."""

    spend: Spend
    budget: Budget

    @property
    def version(self) -> int:
        return self.spend.version


async def spend_budget(command: SpendBudget, tx: Transaction) -> Spent:
    """Post it; the same key again is the same spend, for good, whatever year it is by then.

    Lock order: budget, key; the case is not locked, for nothing about it changes. Raises SpendKeyRequired, CaseNotFound
    (missing and foreign alike), NotYourBudget, SpenderUnknown, SpendKeyReused, CurrencyNotGranted, BudgetExhausted.
    """
    if command.key is None:
        raise SpendKeyRequired
    case = await case_in_sight(command.complaint_id, command.by, tx)
    person = await _spender(command, tx)
    if (known := await spends.by_key(person.id, command.key, tx)) is not None:
        return await _again(command, known, tx)
    budget = await _budget(person, command, tx)
    asked = Spend(
        id=new_id(),
        budget_id=budget.id,
        staff_id=person.id,
        complaint_id=case.complaint_id,
        amount=command.amount,
        what=command.what,
        why=command.why,
        key=command.key,
        spent_at=command.now,
    )
    holder = await spends.claim(asked, tx)
    if holder.id != asked.id:
        return await _again(command, holder, tx)
    after = await budgets.post(spent(budget, command.amount, id=asked.id), tx, by=command.by.subject, now=command.now)
    tx.publish(events.budget_spent(asked, year=budget.year))
    return Spent(asked, after)


async def _spender(command: SpendBudget, tx: Transaction) -> Staff:
    own = command.by.staff_id
    named = command.staff_id or own
    if named != own and not (command.by.is_admin or command.by.is_system):
        raise NotYourBudget(fields=(FieldError("/staff_id", "is somebody else"),))
    person = None if named is None else await staff.load(named, tx)
    if person is None or not person.active:
        raise SpenderUnknown(fields=(FieldError("/staff_id", "is nobody who works here now"),))
    return person


async def _budget(person: Staff, command: SpendBudget, tx: Transaction) -> Budget:
    """The year's budget, locked, with all that the rules grant: made at its first use, so that no renewal is missed."""
    year, currency = year_of(command.now, command.zone), command.amount.currency
    entitled = grant_for(await budgets.rules(tx), person, on=day_of(command.now, command.zone))
    if currency in entitled:
        await budgets.begin(Budget(new_id(), person.id, year, currency), tx)
    budget = await budgets.locked_of(person.id, year, currency, tx)
    if budget is None:
        begun = {known.currency for known in await budgets.of([person.id], year, tx)}
        raise CurrencyNotGranted({*entitled, *begun})
    lacking: Decimal = top_up(budget, entitled.get(currency, NONE))
    if not lacking:
        return budget
    posting = granted(budget, Money(lacking, currency), id=new_id())
    return await budgets.post(posting, tx, by=SYSTEM, now=command.now)


async def _again(command: SpendBudget, known: Spend, tx: Transaction) -> Spent:
    known.require_same(complaint_id=command.complaint_id, amount=command.amount, what=command.what, why=command.why)
    return Spent(known, await budgets.locked(known.budget_id, tx))
