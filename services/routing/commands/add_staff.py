"""Add a member of staff to the directory (RO-1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.routing import events
from services.routing.commands.changing import require_known_deputy, require_known_manager
from services.routing.commands.sweeping import sweep_now
from services.routing.domain.actor import Actor
from services.routing.domain.grants import require_right_to_give
from services.routing.domain.staff import Staff, require_team
from services.routing.storage import staff
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class AddStaff:
    """A new member of staff, complete."""

    person: Staff
    by: Actor
    now: datetime


async def add_staff(command: AddStaff, tx: Transaction) -> Staff:
    """Add them and say so. Raises NotYourTeam, NotYoursToGive, ReportsToUnknown, DeputyUnknown."""
    person = command.person
    await staff.hold_directory(tx)
    require_team(command.by.sees_team(person.department))
    require_right_to_give(command.by, await staff.record_of(command.by, tx), before=None, after=person)
    if person.reports_to is not None:
        await require_known_manager(person.reports_to, tx)
    if person.deputy_id is not None:
        await require_known_deputy(person.deputy_id, tx)
    await staff.add(person, tx, now=command.now)
    tx.publish(events.staff_changed(person, now=command.now))
    await sweep_now(tx, now=command.now)
    return person
