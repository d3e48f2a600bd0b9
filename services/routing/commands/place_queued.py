"""Go through what waits: whoever suits by now gets it (RO-2)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from services.routing.commands.escalate_again import SYSTEM
from services.routing.commands.rehoming import keep_led, rehome, take_out
from services.routing.commands.seating import seating
from services.routing.commands.sweeping import sweep_later
from services.routing.domain.arrival import needs_of
from services.routing.domain.assignment import Needs
from services.routing.domain.case import CaseStatus
from services.routing.storage import availability, cases, queues
from services.routing.storage.queues import Place
from shared.messaging.transaction import Transaction

PAGE = 100
"""So many cases are gone through in one transaction, so that arrivals never wait long for their turn."""
_ANYBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class PlaceQueued:
    """The part of a queue, or of all for None, that comes after a place in its order."""

    queue: str | None
    after: Place | None
    rest: timedelta
    now: datetime


@dataclass(frozen=True, slots=True)
class PlaceOne:
    """A case that may need another owner, for its own has left, is away, or never suited."""

    complaint_id: UUID
    rest: timedelta
    now: datetime


async def place_queued(command: PlaceQueued, tx: Transaction) -> Place | None:
    """Place the cases of one page and return where the next one begins; None when it was the last."""
    seats = await seating(tx, now=command.now, rest=command.rest)
    found = await queues.some_waiting(command.queue, tx, after=command.after, limit=PAGE)
    former = await queues.former_handlers([case.complaint_id for _, case in found], tx)
    hopeless: set[Needs] = set()
    for _, case in found:
        needs = needs_of(case, former_handler_id=former.get(case.complaint_id))
        if _kind(needs) in hopeless:
            await keep_led(case, seats, tx)
        elif await take_out(case, needs, seats, tx, by=SYSTEM.subject) is None:
            # Nobody gets any freer within one transaction.
            hopeless.add(_kind(needs))
    await seats.done(tx)
    return found[-1][0] if len(found) == PAGE else None


async def plan_next(queue: str | None, tx: Transaction, *, now: datetime) -> None:
    """As long as anything waits in a queue that has a time table, it is gone through again."""
    if queue is not None and queue in await queues.queue_names(tx):
        await sweep_later([queue], tx, now=now)


async def place_one(command: PlaceOne, tx: Transaction) -> None:
    """Give the case to somebody else where its owner is not here; nothing for one that is over or in good hands."""
    seats = await seating(tx, now=command.now, rest=command.rest)
    case = await cases.load(command.complaint_id, tx, lock=True)
    if case is None or case.status is not CaseStatus.OPEN:
        return
    former = await queues.former_handlers([case.complaint_id], tx)
    needs = needs_of(case, former_handler_id=former.get(case.complaint_id))
    owner = seats.of(case.owner_id)
    if case.queue is not None:
        placed = await take_out(case, needs, seats, tx, by=SYSTEM.subject)
        await sweep_later([case.queue if placed is None else None], tx, now=command.now)
    elif owner is None or owner.absent:
        standing = (await availability.standing([case.owner_id], tx, now=command.now)).get(case.owner_id)
        stand_in_id = standing.stand_in_id if standing else None
        moved = await rehome(case, needs, seats, tx, stand_in_id=stand_in_id, by=SYSTEM.subject)
        await sweep_later([moved.queue], tx, now=command.now)
    await seats.done(tx)


def _kind(needs: Needs) -> Needs:
    """All that decides whether anybody suits at all."""
    return replace(needs, recorder_id=_ANYBODY, wish=None, former_handler_id=None, urgency="normal")
