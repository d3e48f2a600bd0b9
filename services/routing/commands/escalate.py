"""Escalate a case: offer it to someone higher, with a summary, once the customer has been told why (RO-3, RO-5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.routing import events
from services.routing.commands.answering import answer_timer
from services.routing.domain.actor import Actor
from services.routing.domain.brief import Brief
from services.routing.domain.case import Case, CaseNotFound
from services.routing.domain.handoff import Handoff, HandoffOpen, HandoffStatus
from services.routing.domain.ladder import Climb, named_receiver, receiver_on_ladder, step_for
from services.routing.domain.staff import Level, Staff
from services.routing.domain.summary import Circumstances, summarise
from services.routing.storage import cases, handoffs, staff
from shared.kernel.ids import new_id
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Escalate:
    """Offer a case to `to_id`, or to whom the ladder names. `brief` was asked of intake before."""

    complaint_id: UUID
    to_id: UUID | None
    circumstances: Circumstances
    brief: Brief
    by: Actor
    answer_within: timedelta
    now: datetime


async def escalate(command: Escalate, tx: Transaction) -> Handoff:
    """Offer the case; its owner stays the owner until the offer is accepted (RO-4).

    Raises CaseNotFound, CaseNotOpen, HandoffOpen, ReceiverUnsuitable, NobodyToHandTo.
    """
    case = await cases.load(command.complaint_id, tx, lock=True)
    if case is None or not command.by.sees(case):
        raise CaseNotFound
    case.require_open()
    receiver = _receiver(command, case, await staff.all_active(tx))
    handoff = Handoff(
        id=new_id(),
        complaint_id=case.complaint_id,
        from_id=case.owner_id,
        to_id=receiver.id,
        reason=command.circumstances.reason,
        summary=summarise(command.brief, command.circumstances),
        status=HandoffStatus.OFFERED,
        offered_at=command.now,
        respond_by=command.now + command.answer_within,
    )
    if not await handoffs.offer(handoff, tx):
        raise HandoffOpen
    touched = case.touched()
    await cases.save(touched, tx)
    await tx.schedule(answer_timer(handoff))
    tx.publish(events.case_escalated(touched, handoff, now=command.now), events.handoff_offered(handoff))
    return handoff


def _receiver(command: Escalate, case: Case, people: tuple[Staff, ...]) -> Staff:
    if command.to_id is not None:
        return named_receiver(command.to_id, people, owner_id=case.owner_id)
    owner = next((person for person in people if person.id == case.owner_id), None)
    reason = command.circumstances.reason
    climb = Climb(
        reason=reason,
        least=step_for(reason, owner.level if owner else Level.AGENT),
        department=case.department or (owner.department if owner else None),
        language=case.language,
        product=case.product,
        manager_id=owner.reports_to if owner else None,
    )
    return receiver_on_ladder(climb, people, without={case.owner_id})
