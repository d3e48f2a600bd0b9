"""Somebody is away or has left: their open cases go to others (RO-1, RO-2, RO-14)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from services.routing.commands.rehoming import keep_led, rehome
from services.routing.commands.seating import Seating, seating
from services.routing.commands.sweeping import sweep_later, sweep_now
from services.routing.domain.arrival import needs_of
from services.routing.domain.queueing import queue_order
from services.routing.settings import hot_rest
from services.routing.storage import availability, queues
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class ReassignAbsent:
    """Whose cases, and on whose word: the subject of a person, or routing itself."""

    staff_id: UUID
    by: str
    now: datetime
    rest: timedelta = field(default_factory=hot_rest)


async def reassign_absent(command: ReassignAbsent, tx: Transaction) -> None:
    """Give each of their open cases to whoever stands in for them, to the best of the others, or to a queue's lead.

    The most urgent are placed first. What waits under their lead gets another one. Whoever is here after all keeps
    everything, and the queues are gone through, for they may have come back. Doing it again changes nothing.
    """
    seats = await seating(tx, now=command.now, rest=command.rest)
    person = seats.of(command.staff_id)
    if person is not None and not person.absent:
        await sweep_now(tx, now=command.now)
        return
    await _give_away(command, seats, tx)
    for case in await queues.led_by(command.staff_id, tx):
        await keep_led(case, seats, tx)
    await seats.done(tx)


async def _give_away(command: ReassignAbsent, seats: Seating, tx: Transaction) -> None:
    theirs = await queues.open_of(command.staff_id, tx)
    standing = await availability.standing([command.staff_id], tx, now=command.now)
    stands = standing.get(command.staff_id)
    former = await queues.former_handlers([case.complaint_id for case in theirs], tx)
    waiting = []
    for case in sorted(
        theirs,
        key=lambda one: queue_order(urgency=one.urgency, recorded_at=one.recorded_at, complaint_id=one.complaint_id),
    ):
        needs = needs_of(case, former_handler_id=former.get(case.complaint_id))
        stand_in_id = stands.stand_in_id if stands else None
        waiting.append((await rehome(case, needs, seats, tx, stand_in_id=stand_in_id, by=command.by)).queue)
    await sweep_later(waiting, tx, now=command.now)
