"""A sanction's time is over (RO-11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.routing.commands.conduct_reports import sanction_with_case
from services.routing.domain.sanction import TRANSITIONS, SanctionNotFound, SanctionStep
from services.routing.events.conduct import conduct_lifted
from services.routing.storage import sanctions
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class EndSanction:
    """Which sanction may be over at `now`."""

    sanction_id: UUID
    now: datetime


async def end_sanction(command: EndSanction, tx: Transaction) -> None:
    """End it and say so; nothing where it is over already or none is known. One whose appeal waits ends with that."""
    try:
        _, sanction = await sanction_with_case(command.sanction_id, tx)
    except SanctionNotFound:
        return
    over = sanction.until is not None and sanction.until <= command.now
    if not over or (sanction.status, SanctionStep.END) not in TRANSITIONS:
        return
    ended = sanction.after(SanctionStep.END, now=command.now)
    await sanctions.save(ended, tx)
    tx.publish(conduct_lifted(ended, now=command.now))
