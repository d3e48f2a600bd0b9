"""A promise was kept, or made good after it had been broken (RO-8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.routing.commands.promise_steps import break_overdue, changeable, take_step
from services.routing.domain.actor import Actor
from services.routing.domain.promise import Promise, PromiseStatus
from services.routing.domain.promise_step import Step, StepKind
from services.routing.events import promises as events
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class KeepPromise:
    """Somebody says that it is done; `expected_version` is the one that they read."""

    promise_id: UUID
    expected_version: int
    by: Actor
    grace: timedelta
    now: datetime


async def keep_promise(command: KeepPromise, tx: Transaction) -> Promise:
    """Settle it. Done when it is overdue, it is broken all the same, and made good.

    Raises PromiseNotFound, PreconditionFailed, PromiseSettled.
    """
    found = await changeable(command.promise_id, command.by, command.expected_version, tx)
    promise = await break_overdue(found, tx, grace=command.grace, now=command.now)
    kept = promise.kept(now=command.now)
    is_kept = kept.status is PromiseStatus.KEPT
    what = StepKind.KEPT if is_kept else StepKind.MADE_GOOD
    await take_step(promise, kept, Step(what, command.now, command.by.subject, promise.due_at), tx)
    if is_kept:
        tx.publish(events.promise_kept(kept, now=command.now))
    return kept
