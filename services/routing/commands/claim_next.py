"""Claim the next case of the queues: the most urgent and oldest that one speaks and knows (RO-2, RO-14)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.routing.commands.moving import move
from services.routing.commands.seating import Seating, seating
from services.routing.domain.actor import Actor
from services.routing.domain.arrival import needs_of
from services.routing.domain.assignment import Candidate
from services.routing.domain.case import Case
from services.routing.domain.ownership import How
from services.routing.domain.queueing import StillResting, reach_of, require_room
from services.routing.storage import queues
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class ClaimNext:
    """Somebody has a hand free; `queue` None for any of those in which they can help."""

    by: Actor
    queue: str | None
    rest: timedelta
    now: datetime


async def claim_next(command: ClaimNext, tx: Transaction) -> Case | None:
    """Give the caller the first case within their reach; None when nothing waits for them.

    Two callers never get the same one. Raises NotOnTheStaff, AwayNow, AtCapacity, and StillResting when all that waits
    for them is hot and they had a hot one just now (RO-10).
    """
    seats = await seating(tx, now=command.now, rest=command.rest)
    person = require_room(seats.of(command.by.staff_id))
    case = await queues.take_next(reach_of(person.staff, resting=person.resting), tx, queue=command.queue)
    if case is None:
        await _require_nothing_hot(person, command.queue, tx)
        return None
    return await _claim(case, person, seats, command, tx)


async def _claim(case: Case, person: Candidate, seats: Seating, command: ClaimNext, tx: Transaction) -> Case:
    staff_id = person.staff.id
    if not await seats.give(staff_id, needs_of(case), case.complaint_id, tx):
        raise StillResting
    moved = await move(
        case,
        staff_id,
        how=How.CLAIM,
        why=("claimed it from the queue", f"had room: {person.load} of {person.staff.capacity} cases"),
        by=command.by.subject,
        tx=tx,
        now=command.now,
    )
    await seats.done(tx)
    return moved


async def _require_nothing_hot(person: Candidate, queue: str | None, tx: Transaction) -> None:
    if person.resting:
        reach = replace(reach_of(person.staff, resting=True), hot=True)
        if await queues.take_next(reach, tx, queue=queue) is not None:
            raise StillResting
