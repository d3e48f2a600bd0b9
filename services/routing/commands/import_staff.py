"""Take in a list of staff: good lines land, bad ones are told, and twice changes nothing (RO-1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.routing import events
from services.routing.commands.handing_on import hand_on
from services.routing.commands.sweeping import sweep_now
from services.routing.domain.actor import Actor
from services.routing.domain.staff_csv import Row, RowError
from services.routing.domain.staff_import import Plan, planned
from services.routing.storage import caseloads, staff
from shared.kernel.ids import new_id
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class ImportStaff:
    """The lines of a list, and who hands it in."""

    rows: tuple[Row | RowError, ...]
    by: Actor
    now: datetime


async def import_staff(command: ImportStaff, tx: Transaction) -> Plan:
    """Write what can be written, all at once; whoever leaves by it hands on their cases,
    and what waits is looked at again."""
    await staff.hold_directory(tx)
    before = {person.id: person for person in await staff.everybody(tx)}
    giver = before.get(command.by.staff_id) if command.by.staff_id is not None else None
    plan = planned(command.rows, before.values(), by=command.by, giver=giver, new_id=new_id)
    left = [person.id for person in plan.changed if before[person.id].active and not person.active]
    await caseloads.hold(left, tx)
    await staff.add_all(plan.created, tx, now=command.now)
    await staff.save_all(plan.changed, tx, now=command.now)
    tx.publish(*(events.staff_changed(person, now=command.now) for person in (*plan.created, *plan.changed)))
    for staff_id in left:
        await hand_on(staff_id, by=command.by.subject, tx=tx, now=command.now)
    await sweep_now(tx, now=command.now)
    return plan
