"""A promise was not kept, and the customer was not told in time that it would be late (RO-8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.routing.commands.promise_steps import break_overdue, with_case
from services.routing.domain.promise import Promise, PromiseNotFound
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class BreakPromise:
    """Which promise is broken at `now`, if it is owed and its time and the `grace` are over."""

    promise_id: UUID
    now: datetime
    grace: timedelta = timedelta()


async def break_promise(command: BreakPromise, tx: Transaction) -> Promise | None:
    """Mark it broken and say so; nothing where it is not due yet, settled already, or none is known (None)."""
    try:
        _, promise = await with_case(command.promise_id, tx)
    except PromiseNotFound:
        return None
    return await break_overdue(promise, tx, grace=command.grace, now=command.now)
