"""A corrective action is done, or its day is over (IN-21)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.intake.domain import corrective_action as rules
from services.intake.domain.actor import Actor
from services.intake.domain.corrective_action import CORRECTIVE_ACTION_DUE, ActionNotFound, CorrectiveAction
from services.intake.domain.family import touched
from services.intake.storage import corrective_actions, families
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteAction:
    """It is done, and this came of it."""

    family_id: UUID
    action_id: UUID
    outcome: str
    actor: Actor
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkOverdue:
    """See whether its day is over."""

    action_id: UUID
    now: datetime


async def complete_action(command: CompleteAction, tx: Transaction) -> CorrectiveAction:
    """The action with its outcome. Raises FamilyNotFound, ActionNotFound or ActionDone."""
    family = await families.load(command.family_id, tx, actor=command.actor)
    action = await corrective_actions.load(command.action_id, tx, family_id=family.id)
    done = rules.complete(action, outcome=command.outcome, by=command.actor.subject, now=command.now)
    await corrective_actions.save(done, tx)
    await families.save(touched(family), tx)
    await tx.unschedule(CORRECTIVE_ACTION_DUE, done.id)
    return done


async def mark_overdue(command: MarkOverdue, tx: Transaction) -> CorrectiveAction | None:
    """The action, overdue; None where it was done in time, or is not there any more."""
    try:
        action = await corrective_actions.load(command.action_id, tx)
    except ActionNotFound:
        return None
    overdue = rules.mark_overdue(action, now=command.now)
    if overdue is not None:
        await corrective_actions.save(overdue, tx)
    return overdue
