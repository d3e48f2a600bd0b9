"""Offer a case whose handoff waited for its summary, now that intake has answered (RO-3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.routing import events
from services.routing.commands.answering import answer_timer, with_case
from services.routing.commands.offering import climb_of, offer_to, waiting_for, who_is_here
from services.routing.domain.brief import Brief
from services.routing.domain.case import Case, CaseStatus
from services.routing.domain.handoff import Handoff, HandoffStatus
from services.routing.domain.handoff_errors import SummaryMissing
from services.routing.domain.receiving import Found, NobodyToHandTo, receiver_on_ladder
from services.routing.domain.staff import Level
from services.routing.domain.summary import NO_LEDGERS, Ledgers, summarise
from services.routing.domain.waiting import Waiting
from services.routing.storage import cases, handoffs, ladders, staff
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What intake knows has come; `brief` None where it was not asked because the case is over."""

    handoff_id: UUID
    brief: Brief | None
    answer_within: timedelta
    now: datetime
    ledgers: Ledgers = NO_LEDGERS


async def build_summary(command: BuildSummary, tx: Transaction) -> Handoff | None:
    """Ask the receiver, or whom the ladder names now where that one has left meanwhile.

    Returns the offer; None where nothing waits any more or the case is over (then the handoff is withdrawn).
    Raises HandoffNotFound, SummaryMissing; NobodyToHandTo, so that it is tried again, where all above have left.
    """
    case, handoff = await with_case(command.handoff_id, tx)
    if handoff.status is not HandoffStatus.AWAITING_SUMMARY:
        return None
    if case.status is not CaseStatus.OPEN:
        await _withdraw(handoff.withdrawn(now=command.now), case, tx, now=command.now)
        return None
    if command.brief is None:
        raise SummaryMissing
    waiting = await waiting_for(case, tx, within=command.answer_within, now=command.now)
    found = await _receiver(case, handoff, waiting, tx)
    summary = summarise(command.brief, handoff.circumstances, command.ledgers)
    offer = offer_to(found, summary, case, waiting)
    offered = handoff.offered(offer, now=command.now)
    await handoffs.save(offered, tx)
    await cases.save(case.touched(), tx)
    await tx.schedule(answer_timer(offered))
    tx.publish(events.handoff_offered(offered))
    return offered


async def _withdraw(ended: Handoff, case: Case, tx: Transaction, *, now: datetime) -> None:
    await handoffs.save(ended, tx)
    await cases.save(case.touched(), tx)
    tx.publish(events.handoff_declined(ended, now=now))


async def _receiver(case: Case, handoff: Handoff, waiting: Waiting, tx: Transaction) -> Found:
    """Whoever was to take it where they still work here and are there; else whom the ladder names now."""
    people = await staff.all_active(tx)
    owner = await staff.load(handoff.from_id, tx)
    ladder = await ladders.current(tx, now=waiting.now)
    steps = ladder.from_sender(handoff.reason, owner.level if owner else Level.AGENT)
    here = await who_is_here(people, steps, case, tx, waiting)
    wanted = next((person for person in people if person.id == handoff.to_id), None)
    step = next((step for step in steps if step.position == handoff.step), None)
    kept = Found(wanted, step) if wanted is not None and step is not None else None
    if kept is not None and kept.person.id not in here.away:
        return kept
    try:
        climb = climb_of(case, handoff.reason, owner)
        return receiver_on_ladder(climb, steps, people, without={handoff.from_id}, here=here)
    except NobodyToHandTo:
        if kept is None:
            raise
        return kept
