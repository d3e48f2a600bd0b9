"""An absence begins or ends, or somebody left a moment ago (RO-1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.routing.commands.reassign_absent import ReassignAbsent, reassign_absent
from services.routing.storage import absences, caseloads, staff
from shared.messaging.transaction import Transaction

SYSTEM = "system:routing"


@dataclass(frozen=True, slots=True)
class TurnAbsence:
    """The time has come: `key` is an absence, or a person who left a moment ago; there may be neither any more."""

    key: UUID
    now: datetime


async def turn_absence(command: TurnAbsence, tx: Transaction) -> datetime | None:
    """Find places for what somebody carries who is away, or for what waits when they are back.

    Returns when the absence turns next, None when it is over.
    """
    absence = await absences.load(command.key, tx)
    staff_id = command.key if absence is None else absence.staff_id
    await caseloads.hold((staff_id,), tx)
    if await staff.load(staff_id, tx) is not None:
        await reassign_absent(ReassignAbsent(staff_id=staff_id, by=SYSTEM, now=command.now), tx)
    if absence is None or absence.ends_at <= command.now:
        return None
    return absence.ends_at if absence.covers(command.now) else absence.starts_at
