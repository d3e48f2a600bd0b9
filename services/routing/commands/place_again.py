"""Cases whose owner works here no more need another one (RO-2)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from services.routing.domain import kinds
from services.routing.storage import cases
from shared.messaging.schedule import Timer
from shared.messaging.transaction import Transaction


async def place_again(complaint_ids: Collection[UUID], tx: Transaction, *, now: datetime) -> None:
    """Let those of these cases be placed anew at once whose owner has left; they stay the owner until then."""
    left = await cases.of_those_who_left(complaint_ids, tx)
    if left:
        await tx.schedule(*(Timer(kinds.PLACE_QUEUED, complaint_id, now) for complaint_id in sorted(left)))
