"""Give a case to somebody else, named or the best who suits: a lead's decision (RO-14)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.routing.commands.moving import move
from services.routing.commands.seating import Seating, seating
from services.routing.domain.actor import Actor
from services.routing.domain.arrival import needs_of
from services.routing.domain.assignment import Needs, refused_by_name
from services.routing.domain.case import Case, CaseNotFound
from services.routing.domain.ownership import How
from services.routing.domain.reassignment import NobodySuits, OwnsItAlready, Unsuitable
from services.routing.storage import assignments, cases, queues
from shared.kernel.errors import PreconditionFailed
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Reassign:
    """`to_id` None for the best who suits; `expected_version` is the one that the caller read, None for any."""

    complaint_id: UUID
    to_id: UUID | None
    why: str
    expected_version: int | None
    by: Actor
    rest: timedelta
    now: datetime


async def reassign(command: Reassign, tx: Transaction) -> Case:
    """Move the case, out of any queue; an open offer of it is withdrawn.

    Raises CaseNotFound (missing and foreign alike), PreconditionFailed, CaseNotOpen, OwnsItAlready, Unsuitable for
    somebody named who can't take it, NobodySuits.
    """
    seats = await seating(tx, now=command.now, rest=command.rest)
    case = await cases.load(command.complaint_id, tx, lock=True)
    if case is None or not command.by.sees(case):
        raise CaseNotFound
    if command.expected_version not in (None, case.version):
        raise PreconditionFailed(current_version=case.version)
    case.require_open()
    former = await queues.former_handlers([case.complaint_id], tx)
    needs = needs_of(case, former_handler_id=former.get(case.complaint_id))
    if command.to_id is None:
        return await _to_the_best(command, case, needs, seats, tx)
    if command.to_id == case.owner_id and case.queue is None:
        raise OwnsItAlready
    candidate = seats.of(command.to_id)
    refused = None if candidate is None else refused_by_name(needs, candidate)
    if candidate is None or refused is not None:
        raise Unsuitable(refused)
    if not await seats.give(command.to_id, needs, case.complaint_id, tx):
        raise Unsuitable.resting()
    return await _move(command, case, command.to_id, ("a lead decided so",), seats, tx)


async def _to_the_best(command: Reassign, case: Case, needs: Needs, seats: Seating, tx: Transaction) -> Case:
    others = Seating([one for one in seats.people if one.staff.id != case.owner_id], command.rest, command.now)
    placement = await others.place(needs, case.complaint_id, tx)
    if placement.queue is not None:
        raise NobodySuits(placement.ranking)
    moved = await _move(command, case, placement.owner_id, placement.why, others, tx)
    await assignments.decided([(moved.complaint_id, moved.version, placement.ranking)], tx, now=command.now)
    return moved


async def _move(
    command: Reassign, case: Case, to_id: UUID, reasons: tuple[str, ...], seats: Seating, tx: Transaction
) -> Case:
    moved = await move(
        case,
        to_id,
        how=How.REASSIGNED,
        why=(command.why, *reasons),
        by=command.by.subject,
        tx=tx,
        now=command.now,
    )
    await seats.done(tx)
    return moved
