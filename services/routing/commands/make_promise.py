"""Promise something to a customer, within the authority of whoever promises it (RO-8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.routing.commands.promise_steps import due_timer
from services.routing.commands.sight import case_in_sight
from services.routing.domain.actor import Actor
from services.routing.domain.promise import MakerUnknown, Promise, Terms, made
from services.routing.domain.promise_authority import BeyondAuthority, who_could
from services.routing.domain.promise_step import Step, StepKind
from services.routing.domain.staff import Staff
from services.routing.events import promises as events
from services.routing.storage import availability, promises, staff
from shared.kernel.errors import FieldError
from shared.kernel.ids import new_id
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class MakePromise:
    """What is promised in a case. An admin or a client system says in whose name (`made_by`)."""

    complaint_id: UUID
    terms: Terms
    made_by: UUID | None
    by: Actor
    grace: timedelta
    now: datetime


async def make_promise(command: MakePromise, tx: Transaction) -> Promise:
    """Keep the promise and let it fall due.

    Raises CaseNotFound (missing and foreign alike), MakerUnknown, PromiseIncomplete, BeyondAuthority.
    """
    case = await case_in_sight(command.complaint_id, command.by, tx, lock=True)
    maker = await _maker(command, tx)
    promise = made(id=new_id(), complaint_id=case.complaint_id, made_by=maker.id, terms=command.terms, now=command.now)
    await _require_authority(command, maker, tx, department=case.department)
    step = Step(StepKind.MADE, command.now, command.by.subject, promise.due_at)
    await promises.add(promise, step, case, tx)
    await tx.schedule(due_timer(promise, command.grace))
    tx.publish(events.promise_made(promise))
    return promise


async def _require_authority(command: MakePromise, maker: Staff, tx: Transaction, *, department: str | None) -> None:
    if command.terms.remedy is None:
        return
    able = who_could(command.terms, maker, await staff.all_active(tx))
    if able is not None:
        standing = await availability.standing([person.id for person in able], tx, now=command.now)
        raise BeyondAuthority(command.terms, able, standing, department=department)


async def _maker(command: MakePromise, tx: Transaction) -> Staff:
    own = command.by.staff_id
    named = command.made_by or own
    if named != own and not (command.by.is_admin or command.by.is_system):
        raise MakerUnknown(fields=(FieldError("/made_by", "nobody promises in the name of a colleague"),))
    maker = None if named is None else await staff.load(named, tx)
    if maker is None or not maker.active:
        raise MakerUnknown(fields=(FieldError("/made_by", "is nobody who works here now"),))
    return maker
