"""The customer was told, before it was due, that a promise is off, or said that it is not needed (RO-8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.routing.commands.promise_steps import changeable, take_step
from services.routing.domain.actor import Actor
from services.routing.domain.promise import Promise, Told
from services.routing.domain.promise_step import Step, StepKind
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class WithdrawPromise:
    """How and when the customer was told."""

    promise_id: UUID
    told: Told
    expected_version: int
    by: Actor
    grace: timedelta
    now: datetime


async def withdraw_promise(command: WithdrawPromise, tx: Transaction) -> Promise:
    """Nothing is owed any more, and nothing is counted.

    Raises PromiseNotFound, PreconditionFailed, PromiseSettled, ToldTooLate, TellingImpossible.
    """
    promise = await changeable(command.promise_id, command.by, command.expected_version, tx)
    off = promise.withdrawn(told=command.told, now=command.now, grace=command.grace)
    step = Step(StepKind.WITHDRAWN, command.now, command.by.subject, promise.due_at, command.told)
    await take_step(promise, off, step, tx)
    return off
