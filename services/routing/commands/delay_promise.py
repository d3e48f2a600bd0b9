"""The customer was told, before it was due, that a promise comes later (RO-8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.routing.commands.promise_steps import changeable, due_timer, take_step
from services.routing.domain.actor import Actor
from services.routing.domain.promise import Promise, Told
from services.routing.domain.promise_step import Step, StepKind
from services.routing.events import promises as events
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class DelayPromise:
    """The new time, and how and when the customer was told."""

    promise_id: UUID
    due_at: datetime
    told: Told
    expected_version: int
    by: Actor
    grace: timedelta
    now: datetime


async def delay_promise(command: DelayPromise, tx: Transaction) -> Promise:
    """Let it fall due at the new time.

    Raises PromiseNotFound, PreconditionFailed, PromiseSettled, ToldTooLate, TellingImpossible, PromiseIncomplete.
    """
    promise = await changeable(command.promise_id, command.by, command.expected_version, tx)
    later = promise.delayed(due_at=command.due_at, told=command.told, now=command.now, grace=command.grace)
    step = Step(StepKind.DELAYED, command.now, command.by.subject, promise.due_at, command.told)
    await take_step(promise, later, step, tx)
    await tx.schedule(due_timer(later, command.grace))
    tx.publish(events.promise_delayed(later, due_before=promise.due_at, told_at=command.told.at, now=command.now))
    return later
