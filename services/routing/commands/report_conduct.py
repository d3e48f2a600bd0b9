"""Report how a customer behaved; a senior colleague is asked to take over where the customer was told (RO-11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.routing.commands.escalate import Escalate, escalate
from services.routing.domain.actor import Actor
from services.routing.domain.case import Case, CaseNotFound
from services.routing.domain.conduct import Conduct, ConductLevel, HitUnknown, first_status
from services.routing.domain.handoff import Handoff
from services.routing.storage import cases, conducts, cooldowns, handoffs, staff
from shared.kernel.errors import Conflict, FieldError
from shared.kernel.ids import new_id
from shared.messaging.transaction import Transaction

NOBODY_HIGHER = "nobody-to-hand-to"
"""The slug of the one refusal that changes who deals with a report: then a manager does at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportConduct:
    """What happened, and to whom: the reporter where nobody is named.

    `escalation` offers the case to a senior colleague; None while the customer was not told why. The report counts
    all the same.
    """

    complaint_id: UUID
    level: ConductLevel
    text: str
    staff_ids: tuple[UUID, ...]
    escalation: Escalate | None
    by: Actor
    now: datetime


async def report_conduct(command: ReportConduct, tx: Transaction) -> Conduct:
    """Keep the report and ask for help; whom it hit rests from hot cases (RO-10). Raises CaseNotFound, HitUnknown."""
    case = await cases.load(command.complaint_id, tx, lock=True)
    if case is None or not command.by.sees(case, receiver_id=await handoffs.receiver_of_open(case.complaint_id, tx)):
        raise CaseNotFound
    handoff, nobody = await _offer(command, tx)
    conduct = Conduct(
        id=new_id(),
        complaint_id=case.complaint_id,
        level=command.level,
        text=command.text,
        staff_ids=await _hit(command, case, tx),
        reported_by=command.by.subject,
        reported_at=command.now,
        status=first_status(command.level, nobody_senior=nobody),
        with_id=None if handoff is None else handoff.to_id,
        handoff_id=None if handoff is None else handoff.id,
    )
    await conducts.add(conduct, tx)
    for staff_id in conduct.staff_ids:
        await cooldowns.renew(staff_id, tx, now=command.now)
    return conduct


async def _offer(command: ReportConduct, tx: Transaction) -> tuple[Handoff | None, bool]:
    """The offer of the case, if one is made, and whether it was not for want of anybody who stands higher."""
    if command.escalation is None:
        return None, False
    try:
        return await escalate(command.escalation, tx), False
    except (Conflict, CaseNotFound) as refused:
        # Whatever stands against an offer, the report counts; a receiver may report of a case that is not theirs yet.
        return None, refused.slug == NOBODY_HIGHER


async def _hit(command: ReportConduct, case: Case, tx: Transaction) -> tuple[UUID, ...]:
    named = command.staff_ids or (command.by.staff_id or case.owner_id,)
    if command.staff_ids:
        for position, staff_id in enumerate(named):
            if await staff.load(staff_id, tx) is None:
                raise HitUnknown(fields=(FieldError(f"/staff_ids/{position}", "is nobody of the staff"),))
    return tuple(sorted(set(named)))
