"""Escalate a case: offer it to someone higher, with a summary, once the customer has been told why (RO-3, RO-5)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from services.routing import events
from services.routing.commands.answering import answer_timer, summary_timer
from services.routing.commands.offering import climb_of, offer_to, waiting_for, who_is_here
from services.routing.domain.actor import Actor
from services.routing.domain.brief import Brief
from services.routing.domain.case import Case, CaseNotFound
from services.routing.domain.handoff import Handoff, HandoffStatus
from services.routing.domain.handoff_errors import HandoffOpen
from services.routing.domain.needless import asked_needless
from services.routing.domain.receiving import Found, named_receiver, receiver_on_ladder
from services.routing.domain.staff import Level, Staff
from services.routing.domain.summary import NO_LEDGERS, Circumstances, Ledgers, summarise
from services.routing.domain.waiting import Waiting
from services.routing.storage import cases, handoffs, ladders, staff
from shared.kernel.ids import new_id
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Escalate:
    """Offer a case to `to_id`, or to whom the ladder names.

    `brief` was asked of intake before; None while intake is away: then the handoff waits for its summary.
    """

    complaint_id: UUID
    to_id: UUID | None
    circumstances: Circumstances
    brief: Brief | None
    by: Actor
    answer_within: timedelta
    now: datetime
    ledgers: Ledgers = NO_LEDGERS


async def escalate(command: Escalate, tx: Transaction) -> Handoff:
    """Offer the case; its owner stays the owner until the offer is accepted (RO-4).

    Raises CaseNotFound, CaseNotOpen, HandoffOpen, ReceiverUnsuitable, NobodyToHandTo.
    """
    case = await cases.load(command.complaint_id, tx, lock=True)
    if case is None or not command.by.sees(case):
        raise CaseNotFound
    case.require_open()
    owner = await staff.load(case.owner_id, tx)
    waiting = await waiting_for(case, tx, within=command.answer_within, now=command.now)
    found = await _receiver(command, case, owner, waiting, tx)
    handoff = _asked(command, case, owner, found, waiting)
    if not await handoffs.add(handoff, tx):
        raise HandoffOpen
    touched = case.touched()
    await cases.save(touched, tx)
    tx.publish(events.case_escalated(touched, handoff, now=command.now))
    if handoff.status is HandoffStatus.OFFERED:
        await tx.schedule(answer_timer(handoff))
        tx.publish(events.handoff_offered(handoff))
    else:
        await tx.schedule(summary_timer(handoff))
    return handoff


def _asked(command: Escalate, case: Case, owner: Staff | None, found: Found, waiting: Waiting) -> Handoff:
    """The handoff as it begins: offered where the summary can be built now, else waiting for it."""
    circumstances = command.circumstances
    asked = Handoff(
        id=new_id(),
        complaint_id=case.complaint_id,
        from_id=case.owner_id,
        to_id=found.person.id,
        circumstances=circumstances,
        status=HandoffStatus.AWAITING_SUMMARY,
        offered_at=command.now,
        step=found.step.position,
        needless=asked_needless(
            owner,
            circumstances.reason,
            wish=case.wish,
            language=case.language,
            department=case.department,
            product=case.product,
        ),
    )
    if command.brief is None:
        return asked
    summary = summarise(command.brief, circumstances, command.ledgers)
    offer = offer_to(found, summary, case, waiting)
    return replace(asked.offered(offer, now=command.now), version=asked.version)


async def _receiver(command: Escalate, case: Case, owner: Staff | None, waiting: Waiting, tx: Transaction) -> Found:
    reason = command.circumstances.reason
    people = await staff.all_active(tx)
    ladder = await ladders.current(tx, now=command.now)
    steps = ladder.from_sender(reason, owner.level if owner else Level.AGENT)
    climb = climb_of(case, reason, owner)
    if command.to_id is not None:
        return named_receiver(command.to_id, climb, steps, people, owner_id=case.owner_id)
    here = await who_is_here(people, steps, case, tx, waiting)
    return receiver_on_ladder(climb, steps, people, without={case.owner_id}, here=here)
