"""The one door through which somebody in the directory is changed, whoever asks for it and how (RO-1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.routing import events
from services.routing.commands.handing_on import hand_on
from services.routing.commands.sweeping import sweep_now
from services.routing.domain.actor import Actor
from services.routing.domain.deputies import DeputyUnknown, require_no_circle
from services.routing.domain.grants import require_right_to_give
from services.routing.domain.staff import ReportsInACircle, ReportsToUnknown, Staff, require_team
from services.routing.storage import caseloads, staff
from shared.kernel.errors import FieldError
from shared.messaging.transaction import Transaction


async def hold(staff_id: UUID, tx: Transaction) -> Staff | None:
    """The person, locked for any change, or None: the directory first, then their cases, then themselves."""
    await staff.hold_directory(tx)
    await caseloads.hold((staff_id,), tx)
    return await staff.load(staff_id, tx, lock=True)


async def change(before: Staff, after: Staff, *, by: Actor, tx: Transaction, now: datetime) -> Staff:
    """Make somebody who is held into what they shall be, and say so.

    Who leaves hands on their cases, and what waits is looked at again.

    Raises NotYourTeam (for the old department and the new one), NotYoursToGive, ReportsToUnknown, ReportsInACircle,
    DeputyUnknown, DeputiesInACircle.
    """
    changed = replace(after, version=before.version + 1)
    require_team(by.sees_team(before.department) and by.sees_team(changed.department))
    require_right_to_give(by, await staff.record_of(by, tx), before=before, after=changed)
    if changed.reports_to is not None and changed.reports_to != before.reports_to:
        await require_known_manager(changed.reports_to, tx)
        if await staff.reports_in_a_circle(changed.id, changed.reports_to, tx):
            raise ReportsInACircle(fields=(FieldError("/reports_to", "reports to this person"),))
    if changed.deputy_id is not None and changed.deputy_id != before.deputy_id:
        await require_known_deputy(changed.deputy_id, tx)
        always = await staff.deputies(tx)
        require_no_circle(changed.id, changed.deputy_id, {one: (deputy,) for one, deputy in always.items()})
    await staff.save(changed, tx, now=now)
    tx.publish(events.staff_changed(changed, now=now))
    if before.active and not changed.active:
        await hand_on(changed.id, by=by.subject, tx=tx, now=now)
    await sweep_now(tx, now=now)
    return changed


async def require_known_manager(manager_id: UUID, tx: Transaction) -> None:
    """Raises ReportsToUnknown for an id that nobody in the directory has."""
    if await staff.load(manager_id, tx) is None:
        raise ReportsToUnknown(fields=(FieldError("/reports_to", "is not in the directory"),))


async def require_known_deputy(deputy_id: UUID, tx: Transaction) -> None:
    """Raises DeputyUnknown for an id that nobody has who works here."""
    deputy = await staff.load(deputy_id, tx)
    if deputy is None or not deputy.active:
        raise DeputyUnknown(fields=(FieldError("/deputy_id", "is nobody who works here"),))
