"""Whether somebody can take work now, their hours, and when they are away (RO-1)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement

from services.routing.domain.absence import Absence
from services.routing.domain.actor import Actor
from services.routing.domain.availability import Standing
from services.routing.domain.staff import Staff, StaffNotFound, require_team
from services.routing.domain.working_time import Shift
from services.routing.storage import absences, availability, hours, staff
from services.routing.storage.tables.absence import absences as table
from shared.messaging.transaction import Transaction

KeysetAfter = Callable[..., ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Availability:
    """Where somebody stands, and who stands in for them."""

    standing: Standing
    stand_in: Staff | None


async def availability_view(staff_id: UUID, tx: Transaction, *, now: datetime) -> Availability:
    """Raises StaffNotFound."""
    standing = (await availability.standing((staff_id,), tx, now=now)).get(staff_id)
    if standing is None:
        raise StaffNotFound
    stand_in = None if standing.stand_in_id is None else await staff.load(standing.stand_in_id, tx)
    return Availability(standing, stand_in)


async def hours_view(staff_id: UUID, tx: Transaction) -> tuple[Staff, tuple[Shift, ...]]:
    """Raises StaffNotFound."""
    person = await staff.load(staff_id, tx)
    if person is None:
        raise StaffNotFound
    return person, await hours.of(staff_id, tx)


async def list_absences(
    staff_id: UUID, tx: Transaction, *, by: Actor, limit: int, after: KeysetAfter
) -> Sequence[Absence]:
    """At most limit + 1 absences, the one that ends last first. Raises StaffNotFound, NotYourTeam.

    They tell who is sick, and are for the person and their team's directory alone (SU-4).
    """
    person = await staff.load(staff_id, tx)
    if person is None:
        raise StaffNotFound
    require_team(by.staff_id == staff_id or by.sees_team(person.department))
    return await absences.listed(staff_id, tx, where=after(table.c.ends_at, table.c.id), limit=limit + 1)
