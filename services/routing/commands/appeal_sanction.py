"""Appeal against a sanction, and decide on the appeal: another manager than the first one (RO-11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.routing.commands.conduct_reports import visible_sanction
from services.routing.domain import kinds
from services.routing.domain.actor import Actor
from services.routing.domain.appeal import STEP, Appeal, AppealNotFound, Appellant, Decision, require_judge
from services.routing.domain.sanction import Sanction, SanctionNotFound, SanctionStatus, SanctionStep
from services.routing.events.conduct import conduct_lifted
from services.routing.storage import appeals, sanctions, staff
from shared.kernel.ids import new_id
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealSanction:
    """Who appeals, in their words; staff write it down for a customer."""

    sanction_id: UUID
    appellant: Appellant
    text: str
    by: Actor
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideAppeal:
    """Whether the sanction stands, and why."""

    appeal_id: UUID
    decision: Decision
    why: str
    by: Actor
    now: datetime


async def appeal_sanction(command: AppealSanction, tx: Transaction) -> Appeal:
    """Keep the appeal; the sanction holds until it is decided. Raises SanctionNotFound, SanctionStepNotNow."""
    _, sanction = await visible_sanction(command.sanction_id, command.by, tx)
    await sanctions.save(sanction.after(SanctionStep.APPEAL, now=command.now), tx)
    appeal = Appeal(
        id=new_id(),
        sanction_id=sanction.id,
        by=command.appellant,
        text=command.text,
        made_by=command.by.subject,
        made_at=command.now,
    )
    await appeals.add(appeal, sanction, tx)
    return appeal


async def decide_appeal(command: DecideAppeal, tx: Transaction) -> Appeal:
    """Uphold or lift the sanction. Raises AppealNotFound, NotYoursToDecide, AppealDecided."""
    found = await appeals.load(command.appeal_id, tx)
    if found is None:
        raise AppealNotFound
    try:
        _, sanction = await visible_sanction(found.sanction_id, command.by, tx)
    except SanctionNotFound as error:
        raise AppealNotFound from error
    appeal = await appeals.load(command.appeal_id, tx, lock=True)
    decider = await staff.load(sanction.decided_by, tx)
    if appeal is None or decider is None:
        raise AppealNotFound
    judge = require_judge(
        await staff.record_of(command.by, tx),
        decider_id=decider.id,
        decider=decider.level,
        concerned=sanction.staff_ids,
    )
    decided = appeal.decided(command.decision, by=judge, why=command.why, now=command.now)
    await appeals.save(decided, tx)
    await _settle(sanction.after(STEP[command.decision], now=command.now), tx, now=command.now)
    return decided


async def _settle(sanction: Sanction, tx: Transaction, *, now: datetime) -> None:
    await sanctions.save(sanction, tx)
    if sanction.status in (SanctionStatus.LIFTED, SanctionStatus.ENDED):
        await tx.unschedule(kinds.SANCTION_END, sanction.id)
        tx.publish(conduct_lifted(sanction, now=now))
