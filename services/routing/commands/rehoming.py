"""Give a case whose owner is away another one, or keep up who answers for one that waits (RO-2, RO-14)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from uuid import UUID

from services.routing.commands.moving import Waits, move
from services.routing.commands.seating import Seating
from services.routing.domain.arrival import Placement, place_again, responsible_lead
from services.routing.domain.assignment import Candidate, Needs
from services.routing.domain.case import Case
from services.routing.domain.ownership import How
from services.routing.storage import assignments, cases
from shared.messaging.transaction import Transaction


async def rehome(
    case: Case, needs: Needs, seats: Seating, tx: Transaction, *, stand_in_id: UUID | None, by: str
) -> Case:
    """Give an open, locked case to whoever stands in for its owner, to the best of the others, or to a queue's lead."""
    rule = partial(_elsewhere, away_id=case.owner_id, stand_in_id=stand_in_id)
    placement = await seats.place(needs, case.complaint_id, tx, by=rule)
    waits = None
    if placement.queue is not None and placement.responsible_lead_id is not None:
        waits = Waits(placement.queue, placement.responsible_lead_id)
    if waits is not None and placement.owner_id == case.owner_id:
        return await _wait(case, waits, placement.why, tx)
    moved = await move(
        case, placement.owner_id, how=How.DEPUTY, why=placement.why, by=by, tx=tx, now=seats.now, waits=waits
    )
    await assignments.decided([(moved.complaint_id, moved.version, placement.ranking)], tx, now=seats.now)
    return moved


async def take_out(case: Case, needs: Needs, seats: Seating, tx: Transaction, *, by: str) -> Case | None:
    """Give a waiting, locked case to the best who suits now. None where nobody does; then a lead answers still."""
    placement = await seats.place(needs, case.complaint_id, tx)
    if placement.queue is not None:
        await keep_led(case, seats, tx)
        return None
    # Whoever recorded it had it only because nobody else could: this is its arrival.
    how = How.ARRIVAL if case.owner_id == case.recorder_id else How.DEPUTY
    moved = await move(case, placement.owner_id, how=how, why=placement.why, by=by, tx=tx, now=seats.now)
    await assignments.decided([(moved.complaint_id, moved.version, placement.ranking)], tx, now=seats.now)
    return moved


async def keep_led(case: Case, seats: Seating, tx: Transaction) -> None:
    """See to it that whoever answers for a waiting case works here and is not away; a new lead where they are not."""
    if case.queue is None:
        return
    lead = seats.of(case.responsible_lead_id)
    if lead is not None and lead.staff.level.leads and not lead.absent:
        return
    lead_id = responsible_lead(case.department, seats.people)
    if lead_id is not None and lead_id != case.responsible_lead_id:
        await cases.save(replace(case.touched(), responsible_lead_id=lead_id), tx)


async def _wait(case: Case, waits: Waits, why: tuple[str, ...], tx: Transaction) -> Case:
    waiting = replace(case.touched(), queue=waits.queue, responsible_lead_id=waits.lead_id, why=why)
    await cases.save(waiting, tx)
    return waiting


def _elsewhere(needs: Needs, people: Sequence[Candidate], *, away_id: UUID, stand_in_id: UUID | None) -> Placement:
    return place_again(needs, people, away_id=away_id, stand_in_id=stand_in_id)
