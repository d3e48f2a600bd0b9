"""An offer that nobody answered in time climbs, with the same summary; at the top it is asked again (RO-4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from services.routing import events
from services.routing.commands.answering import answer_timer, with_case
from services.routing.commands.offering import climb_of, offer_to, waiting_for, who_is_here
from services.routing.domain.case import Case, CaseStatus
from services.routing.domain.handoff import Handoff, HandoffStatus, Offer
from services.routing.domain.receiving import Found, NobodyToHandTo, receiver_on_ladder
from services.routing.domain.staff import Level
from services.routing.domain.waiting import Waiting
from services.routing.storage import cases, handoffs, ladders, staff
from shared.kernel.ids import new_id
from shared.messaging.transaction import Transaction

_log = structlog.get_logger("redress.routing")


@dataclass(frozen=True, slots=True)
class LetHandoffTimeOut:
    """The time to answer an offer is over."""

    handoff_id: UUID
    answer_within: timedelta
    now: datetime


async def let_handoff_time_out(command: LetHandoffTimeOut, tx: Transaction) -> Handoff | None:
    """End the offer and make the next one, one level up; the sender owns all the while.

    Where nobody stands higher the offer stays open and its receiver is asked again, later each time, until somebody
    answers or takes it back: it never ends without a word. Returns the offer that is open now; None where the old one
    was answered, or the case is over. Raises HandoffNotFound.
    """
    case, handoff = await with_case(command.handoff_id, tx)
    if handoff.status is not HandoffStatus.OFFERED or handoff.summary is None or handoff.respond_by is None:
        return None
    if handoff.respond_by > command.now:
        # Another worker, whose lease ran out, has asked again meanwhile: that is in time.
        return handoff
    if case.status is not CaseStatus.OPEN:
        await _end(handoff.withdrawn(now=command.now), case, tx, now=command.now)
        return None
    waiting = await waiting_for(case, tx, within=command.answer_within, now=command.now)
    found = await _above(handoff, case, waiting, tx)
    if found is None:
        return await _ask_again(handoff, case, waiting, tx)
    offer = offer_to(found, handoff.summary, case, waiting)
    return await _climb(handoff, offer, case, tx, now=command.now)


async def _end(ended: Handoff, case: Case, tx: Transaction, *, now: datetime) -> None:
    await handoffs.save(ended, tx)
    await cases.save(case.touched(), tx)
    tx.publish(events.handoff_declined(ended, now=now))


async def _climb(silent: Handoff, offer: Offer, case: Case, tx: Transaction, *, now: datetime) -> Handoff | None:
    await _end(silent.timed_out(now=now), case, tx, now=now)
    climbed = silent.climbed(id=new_id(), offer=offer, now=now)
    if not await handoffs.add(climbed, tx):
        return None
    await tx.schedule(answer_timer(climbed))
    tx.publish(events.handoff_offered(climbed))
    return climbed


async def _ask_again(handoff: Handoff, case: Case, waiting: Waiting, tx: Transaction) -> Handoff:
    ladder = await ladders.current(tx, now=waiting.now)
    step = next((step for step in ladder.of(handoff.reason) if step.position == handoff.step), None)
    respond_by = waiting.after(handoff.patience(waiting.length(step)))
    again = handoff.asked_again(respond_by=respond_by, now=waiting.now)
    await handoffs.save(again, tx)
    await cases.save(case.touched(), tx)
    await tx.schedule(answer_timer(again))
    tx.publish(events.handoff_offered(again))
    _log.warning("nobody_answers_at_the_top", handoff_id=str(handoff.id), reminders=again.reminders)
    return again


async def _above(handoff: Handoff, case: Case, waiting: Waiting, tx: Transaction) -> Found | None:
    silent = await staff.load(handoff.to_id, tx)
    ladder = await ladders.current(tx, now=waiting.now)
    steps = ladder.above(handoff.reason, silent.level if silent else Level.AGENT)
    people = await staff.all_active(tx)
    here = await who_is_here(people, steps, case, tx, waiting)
    without = {handoff.to_id, handoff.from_id, case.owner_id}
    try:
        return receiver_on_ladder(climb_of(case, handoff.reason, silent), steps, people, without=without, here=here)
    except NobodyToHandTo:
        return None
