"""What all steps of a promise share: finding it with its case locked, breaking what is overdue, its timer (RO-8)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from services.routing.commands.sight import in_sight
from services.routing.domain import kinds
from services.routing.domain.actor import Actor
from services.routing.domain.case import Case
from services.routing.domain.promise import Promise, PromiseNotFound
from services.routing.domain.promise_step import Step, StepKind
from services.routing.events import promises as events
from services.routing.storage import cases, promises
from shared.kernel.errors import PreconditionFailed
from shared.messaging.schedule import Timer
from shared.messaging.transaction import Transaction

SYSTEM = "system:routing"


def due_timer(promise: Promise, grace: timedelta) -> Timer:
    """What falls due when nothing is heard of a promise."""
    return Timer(kinds.PROMISE_DUE, promise.id, promise.due_at + grace)


async def with_case(promise_id: UUID, tx: Transaction) -> tuple[Case, Promise]:
    """A promise and its case, both locked, the case first (everywhere, so that nobody waits in a ring).

    Raises PromiseNotFound.
    """
    found = await promises.load(promise_id, tx)
    case = await cases.load(found.complaint_id, tx, lock=True) if found else None
    promise = await promises.load(promise_id, tx, lock=True) if case else None
    if case is None or promise is None:
        raise PromiseNotFound
    return case, promise


async def changeable(promise_id: UUID, by: Actor, expected_version: int, tx: Transaction) -> Promise:
    """A locked promise of a case that `by` may see, as they read it.

    Raises PromiseNotFound (missing and foreign alike), PreconditionFailed.
    """
    case, promise = await with_case(promise_id, tx)
    if not await in_sight(case, by, tx):
        raise PromiseNotFound
    if promise.version != expected_version:
        raise PreconditionFailed(current_version=promise.version)
    return promise


async def take_step(before: Promise, after: Promise, step: Step, tx: Transaction) -> None:
    """Keep a change of a promise with its step, and take its timer out where nothing is owed any more."""
    await promises.save(after, step, tx)
    if before.is_owed and not after.is_owed:
        await tx.unschedule(kinds.PROMISE_DUE, after.id)


async def break_overdue(promise: Promise, tx: Transaction, *, grace: timedelta, now: datetime) -> Promise:
    """The promise, broken silently where it is overdue: how late the worker is changes nothing about that.

    Its timer stays: it may be in the hands of whoever runs this, and finds nothing to do if not.
    """
    broken = promise.broken(now=now, grace=grace)
    if broken is not promise:
        await promises.save(broken, Step(StepKind.BROKEN, now, SYSTEM, promise.due_at), tx)
        tx.publish(events.promise_broken(broken, now=now))
    return broken
