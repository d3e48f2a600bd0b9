"""An acknowledgement has been `sending` for too long: whoever sent it was cut off, and nobody knows whether it went."""

from __future__ import annotations

import structlog

from services.intake.commands.acknowledge import lose_sight
from shared.messaging.context import Context
from shared.messaging.timers import Due, complete

_log = structlog.get_logger(__name__)


async def doubt_acknowledgement(due: Due, context: Context) -> None:
    """Make it `unknown` and say so; a person decides what then, it is never sent again by itself (IN-13)."""
    async with context.transactions.begin() as tx:
        await complete(due, tx)
        lost = await lose_sight(due.key, tx)
    if lost:
        _log.error("acknowledgement_unknown", complaint_id=str(due.key))
