"""Change a member of staff in the directory (RO-1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from services.routing import events
from services.routing.commands.reassign_absent import ReassignAbsent, reassign_absent
from services.routing.commands.sweeping import sweep_now
from services.routing.domain.actor import Actor
from services.routing.domain.grants import require_right_to_give
from services.routing.domain.staff import (
    ReportsInACircle,
    ReportsToUnknown,
    Staff,
    StaffNotFound,
    require_team,
)
from services.routing.storage import staff
from shared.kernel.errors import FieldError, PreconditionFailed
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class ChangeStaff:
    """New values for some members of a Staff, by name; `expected_version` is the one that the caller read."""

    staff_id: UUID
    changes: Mapping[str, Any]
    expected_version: int
    by: Actor
    now: datetime


async def change_staff(command: ChangeStaff, tx: Transaction) -> Staff:
    """Change them and say so; who leaves hands on their open cases, and what waits is looked at again.

    Raises StaffNotFound, PreconditionFailed, NotYourTeam (for the old department and the new one), NotYoursToGive,
    ReportsToUnknown, ReportsInACircle.
    """
    before = await staff.load(command.staff_id, tx, lock=True)
    if before is None:
        raise StaffNotFound
    if before.version != command.expected_version:
        raise PreconditionFailed(current_version=before.version)
    changed = replace(before, **command.changes, version=before.version + 1)
    require_team(command.by.sees_team(before.department) and command.by.sees_team(changed.department))
    require_right_to_give(command.by, await staff.record_of(command.by, tx), before=before, after=changed)
    if changed.reports_to is not None and changed.reports_to != before.reports_to:
        await _require_sane_line(changed.id, changed.reports_to, tx)
    await staff.save(changed, tx)
    tx.publish(events.staff_changed(changed, now=command.now))
    if before.active and not changed.active:
        await reassign_absent(ReassignAbsent(staff_id=changed.id, by=command.by.subject, now=command.now), tx)
    await sweep_now(tx, now=command.now)
    return changed


async def _require_sane_line(staff_id: UUID, manager_id: UUID, tx: Transaction) -> None:
    if await staff.load(manager_id, tx) is None:
        raise ReportsToUnknown(fields=(FieldError("/reports_to", "is not in the directory"),))
    if await staff.reports_in_a_circle(staff_id, manager_id, tx):
        raise ReportsInACircle(fields=(FieldError("/reports_to", "reports to this person"),))
