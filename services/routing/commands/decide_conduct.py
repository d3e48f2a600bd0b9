"""A manager decides what follows from conduct, in writing and signed, or that nothing does (RO-11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.routing.commands.conduct_reports import report_with_case
from services.routing.domain import backing, kinds
from services.routing.domain.actor import Actor
from services.routing.domain.backing import Decided, Sign
from services.routing.domain.case import Case
from services.routing.domain.conduct import Conduct
from services.routing.domain.sanction import Backing, Sanction, require_decider, require_whole
from services.routing.domain.staff import Staff
from services.routing.events.conduct import conduct_sanctioned
from services.routing.storage import appointments, conducts, sanctions, staff
from shared.kernel.ids import new_id
from shared.messaging.schedule import Timer
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class SanctionConduct:
    """What follows, and the words that back the employee; `sign` puts the company's signature under them."""

    conduct_id: UUID
    backing: Backing
    sign: Sign
    by: Actor
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DropConduct:
    """Nothing follows, and why."""

    conduct_id: UUID
    why: str
    by: Actor


async def sanction_conduct(command: SanctionConduct, tx: Transaction) -> Sanction:
    """Sign the decision, say so, and spare everybody the calls that were to come.

    Raises ConductNotFound, NotYoursToDecide, ConductStepNotNow, BackingIncomplete.
    """
    case, conduct = await report_with_case(command.conduct_id, command.by, tx)
    manager = require_decider(await staff.record_of(command.by, tx), conduct)
    settled = conduct.sanctioned(by_id=manager.id)
    sanction = _signed(command, case, conduct, manager, earlier=await sanctions.stood_before(case.customer_id, tx))
    await conducts.save(settled, tx)
    await sanctions.add(sanction, tx)
    if sanction.measure.spares_calls:
        await _call_off(case, tx, now=command.now)
    if sanction.until is not None:
        await tx.schedule(Timer(kinds.SANCTION_END, sanction.id, sanction.until))
    tx.publish(conduct_sanctioned(sanction))
    return sanction


async def drop_conduct(command: DropConduct, tx: Transaction) -> Conduct:
    """Close the report. Raises ConductNotFound, NotYoursToDecide, ConductStepNotNow."""
    _, conduct = await report_with_case(command.conduct_id, command.by, tx)
    manager = require_decider(await staff.record_of(command.by, tx), conduct)
    dropped = conduct.dropped(by_id=manager.id, word=command.why)
    await conducts.save(dropped, tx)
    return dropped


def _signed(command: SanctionConduct, case: Case, conduct: Conduct, manager: Staff, *, earlier: int) -> Sanction:
    said = command.backing
    text = require_whole(said, conduct.level, earlier=earlier, now=command.now)
    sanction_id = new_id()
    content = backing.content_of(
        Decided(
            sanction_id=sanction_id,
            complaint_id=case.complaint_id,
            customer_id=case.customer_id,
            staff_ids=conduct.staff_ids,
            level=conduct.level.value,
            measure=said.measure.value,
            since=conduct.reported_at,
            until=said.until,
            text=text,
            appeal_told=said.appeal_told or "",
            decided_by=manager.id,
            decided_by_name=manager.name,
            decided_by_level=manager.level.value,
            decided_at=command.now,
        )
    )
    return Sanction(
        id=sanction_id,
        conduct_id=conduct.id,
        complaint_id=case.complaint_id,
        customer_id=case.customer_id,
        staff_ids=conduct.staff_ids,
        level=conduct.level,
        measure=said.measure,
        since=conduct.reported_at,
        until=said.until,
        decided_by=manager.id,
        decided_at=command.now,
        content=content,
        signature=backing.signed(content, command.sign),
    )


async def _call_off(case: Case, tx: Transaction, *, now: datetime) -> None:
    for appointment in await appointments.to_come(case.complaint_id, tx, lock=True):
        if appointment.kind.speaks:
            await appointments.save(appointment.cancelled(now=now), tx)
            await tx.unschedule(kinds.CALLBACK_DUE, appointment.id)
