"""Add a member of staff to the directory (RO-1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.routing import events
from services.routing.commands.sweeping import sweep_now
from services.routing.domain.actor import Actor
from services.routing.domain.grants import require_right_to_give
from services.routing.domain.staff import ReportsToUnknown, Staff, require_team
from services.routing.storage import staff
from shared.kernel.errors import FieldError
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class AddStaff:
    """A new member of staff, complete."""

    person: Staff
    by: Actor
    now: datetime


async def add_staff(command: AddStaff, tx: Transaction) -> Staff:
    """Add them and say so. Raises NotYourTeam, NotYoursToGive, ReportsToUnknown."""
    person = command.person
    require_team(command.by.sees_team(person.department))
    require_right_to_give(command.by, await staff.record_of(command.by, tx), before=None, after=person)
    if person.reports_to is not None and await staff.load(person.reports_to, tx) is None:
        raise ReportsToUnknown(fields=(FieldError("/reports_to", "is not in the directory"),))
    await staff.add(person, tx, now=command.now)
    tx.publish(events.staff_changed(person, now=command.now))
    await sweep_now(tx, now=command.now)
    return person
