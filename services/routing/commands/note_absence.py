"""Note that somebody is away, and take that back (RO-1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.routing.commands import changing
from services.routing.commands.handing_on import hand_on
from services.routing.commands.reassign_absent import ReassignAbsent, reassign_absent
from services.routing.domain.absence import Absence, AbsenceNotFound, AbsenceOverlaps
from services.routing.domain.actor import Actor
from services.routing.domain.deputies import DeputyUnknown, require_no_circle
from services.routing.domain.kinds import ABSENCE_TURN
from services.routing.domain.staff import StaffNotFound, require_team
from services.routing.storage import absences, staff
from shared.kernel.errors import FieldError
from shared.messaging.schedule import Timer
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class NoteAbsence:
    """An absence as it is told, and who tells it."""

    absence: Absence
    by: Actor
    now: datetime


@dataclass(frozen=True, slots=True)
class CancelAbsence:
    """An absence that is not to be, or over earlier than noted."""

    staff_id: UUID
    absence_id: UUID
    by: Actor
    now: datetime


async def note_absence(command: NoteAbsence, tx: Transaction) -> Absence:
    """Keep it; when it holds already, their cases go to others at once, else when it begins.

    Raises StaffNotFound, NotYourTeam, AbsenceEndsBefore, AbsenceOverlaps, DeputyUnknown, DeputiesInACircle.
    """
    absence = command.absence
    person = await changing.hold(absence.staff_id, tx)
    if person is None:
        raise StaffNotFound
    require_team(command.by.sees_team(person.department))
    absence.require_sane(command.now)
    if absence.deputy_id == absence.staff_id:
        raise DeputyUnknown(fields=(FieldError("/deputy_id", "is the person who is away"),))
    if absence.deputy_id is not None:
        await changing.require_known_deputy(absence.deputy_id, tx)
    await _require_sane(absence, tx)
    await absences.add(absence, tx)
    holds = absence.covers(command.now)
    if holds:
        await hand_on(absence.staff_id, by=command.by.subject, tx=tx, now=command.now)
    turn = absence.ends_at if holds else absence.starts_at
    await tx.schedule(Timer(ABSENCE_TURN, absence.id, turn))
    return absence


async def cancel_absence(command: CancelAbsence, tx: Transaction) -> None:
    """Take it out; cases that went to others stay with them, and whoever is back gets what waits.

    Raises AbsenceNotFound, NotYourTeam.
    """
    person = await changing.hold(command.staff_id, tx)
    absence = await absences.load(command.absence_id, tx)
    if person is None or absence is None or absence.staff_id != person.id:
        raise AbsenceNotFound
    require_team(command.by.sees_team(person.department))
    await absences.remove(absence.id, tx)
    await tx.unschedule(ABSENCE_TURN, absence.id)
    if absence.covers(command.now):
        await reassign_absent(ReassignAbsent(staff_id=person.id, by=command.by.subject, now=command.now), tx)


async def _require_sane(absence: Absence, tx: Transaction) -> None:
    """Only who is away in the same time counts: two may stand in for each other one after the other."""
    meanwhile = await absences.overlapping(absence.starts_at, absence.ends_at, tx)
    if any(other.staff_id == absence.staff_id for other in meanwhile):
        raise AbsenceOverlaps
    always = await staff.deputies(tx)
    away: dict[UUID, set[UUID]] = {}
    for other in meanwhile:
        if (deputy := other.deputy_id or always.get(other.staff_id)) is not None:
            away.setdefault(other.staff_id, set()).add(deputy)
    deputy = absence.deputy_id or always.get(absence.staff_id)
    if deputy is not None:
        require_no_circle(absence.staff_id, deputy, away)
