"""An offer that nobody answered in time climbs one level, with the same summary (RO-4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.routing import events
from services.routing.commands.answering import answer_timer, with_case
from services.routing.domain.case import Case, CaseStatus
from services.routing.domain.handoff import Handoff, HandoffStatus
from services.routing.domain.ladder import Climb, NobodyToHandTo, receiver_on_ladder, step_above
from services.routing.domain.staff import Level, Staff
from services.routing.storage import cases, handoffs, staff
from shared.kernel.ids import new_id
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class LetHandoffTimeOut:
    """The time to answer an offer is over."""

    handoff_id: UUID
    answer_within: timedelta
    now: datetime


async def let_handoff_time_out(command: LetHandoffTimeOut, tx: Transaction) -> Handoff | None:
    """End the offer and make the next one, one level up; the sender owns all the while.

    Returns the new offer; None when the old one was answered, the case is no longer open, or nobody stands higher.
    Raises HandoffNotFound.
    """
    case, handoff = await with_case(command.handoff_id, tx)
    if handoff.status is not HandoffStatus.OFFERED:
        return None
    if case.status is not CaseStatus.OPEN:
        await _end(handoff.withdrawn(now=command.now), case, tx, now=command.now)
        return None
    await _end(handoff.timed_out(now=command.now), case, tx, now=command.now)
    receiver = await _above(handoff, case, tx)
    if receiver is None:
        return None
    offer = handoff.climbed(id=new_id(), to_id=receiver.id, now=command.now, answer_within=command.answer_within)
    if await handoffs.offer(offer, tx):
        await tx.schedule(answer_timer(offer))
        tx.publish(events.handoff_offered(offer))
    return offer


async def _end(ended: Handoff, case: Case, tx: Transaction, *, now: datetime) -> None:
    await handoffs.save(ended, tx)
    await cases.save(case.touched(), tx)
    tx.publish(events.handoff_declined(ended, now=now))


async def _above(handoff: Handoff, case: Case, tx: Transaction) -> Staff | None:
    silent = await staff.load(handoff.to_id, tx)
    climb = Climb(
        reason=handoff.reason,
        least=step_above(silent.level if silent else Level.AGENT),
        department=case.department,
        language=case.language,
        product=case.product,
        manager_id=silent.reports_to if silent else None,
    )
    try:
        return receiver_on_ladder(
            climb, await staff.all_active(tx), without={handoff.to_id, handoff.from_id, case.owner_id}
        )
    except NobodyToHandTo:
        return None
