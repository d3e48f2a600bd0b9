"""Cases that are open again but whose owner is not here need another one (RO-2)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from services.routing.commands.sweeping import sweep_later
from services.routing.domain import kinds
from services.routing.storage import availability, cases
from shared.messaging.schedule import Timer
from shared.messaging.transaction import Transaction


async def place_again(complaint_ids: Collection[UUID], tx: Transaction, *, now: datetime) -> None:
    """Let those of these cases be placed anew at once whose owner has left or is away; they stay the owner until then.

    What never found an owner who suits waits in its queue again.
    """
    owners = await cases.owners_of_open(complaint_ids, tx)
    standing = await availability.standing({one.owner_id for one in owners}, tx, now=now)
    away = {owner_id for owner_id, stands in standing.items() if stands.absent}
    anew = [one.complaint_id for one in owners if one.queue is None and (not one.works_here or one.owner_id in away)]
    await tx.schedule(*(Timer(kinds.PLACE_QUEUED, complaint_id, now) for complaint_id in sorted(anew)))
    await sweep_later((one.queue for one in owners), tx, now=now)
