"""Plan the one thing that is to be done about a family's cause (IN-21)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.intake.domain.actor import Actor
from services.intake.domain.corrective_action import (
    CORRECTIVE_ACTION_DUE,
    ActionUnderWay,
    CorrectiveAction,
    check_due,
)
from services.intake.domain.family import FamilyStatus, still_open, touched
from services.intake.storage import corrective_actions, families
from shared.kernel.ids import new_id
from shared.messaging.schedule import Timer
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanAction:
    """Have this done by this member of staff until this day."""

    family_id: UUID
    what: str
    owner_id: UUID
    due_on: date
    actor: Actor
    now: datetime


async def plan_action(command: PlanAction, tx: Transaction) -> CorrectiveAction:
    """The action. Raises FamilyNotFound, FamilyLearned, DueInThePast, or ActionUnderWay while another is not done."""
    family = await families.load(command.family_id, tx, actor=command.actor)
    still_open(family)
    action = CorrectiveAction(
        id=new_id(),
        family_id=family.id,
        what=command.what,
        owner_id=command.owner_id,
        due_on=check_due(command.due_on, now=command.now),
        planned_by=command.actor.subject,
        planned_at=command.now,
    )
    if any(one.done_at is None for one in await corrective_actions.of_family(family.id, tx)):
        raise ActionUnderWay
    await corrective_actions.add(action, tx)
    await families.save(touched(family, status=FamilyStatus.ACTING), tx)
    await tx.schedule(Timer(CORRECTIVE_ACTION_DUE, action.id, action.due_at))
    return action
