"""A survey has been `sending` for too long: whoever sent it was cut off, and nobody knows whether it went out."""

from __future__ import annotations

import structlog

from services.followup.commands.send_survey import lose_sight
from services.followup.storage import courses
from shared.messaging.context import Context
from shared.messaging.timers import Due, complete

_log = structlog.get_logger(__name__)


async def doubt_sending(due: Due, context: Context) -> None:
    """Make it `unknown` and say so; a person decides what then, it is never sent again by itself (FO-1)."""
    async with context.transactions.begin() as tx:
        await courses.hold(due.key, tx)
        await complete(due, tx)
        lost = await lose_sight(due.key, tx)
    if lost is not None:
        _log.error("survey_unknown", survey_id=str(lost.id), complaint_id=str(lost.complaint_id))
