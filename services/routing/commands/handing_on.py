"""Somebody is not here from now on: their open cases go to others (RO-1, RO-2)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from services.routing.commands.reassign_absent import ReassignAbsent, reassign_absent
from services.routing.domain.kinds import ABSENCE_TURN
from shared.messaging.schedule import Timer
from shared.messaging.transaction import Transaction

_LOOK_AGAIN = timedelta(minutes=1)


async def hand_on(staff_id: UUID, *, by: str, tx: Transaction, now: datetime) -> None:
    """Move their open cases, which the caller has locked, in this transaction, and look again in a minute.

    Somebody may be placing a case with them at this very moment, in a transaction that does not see this one.
    """
    await reassign_absent(ReassignAbsent(staff_id=staff_id, by=by, now=now), tx)
    await tx.schedule(Timer(ABSENCE_TURN, staff_id, now + _LOOK_AGAIN))
