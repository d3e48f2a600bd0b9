"""The last day of a corrective action is over: it is marked, unless it was done (IN-21)."""

from __future__ import annotations

import structlog

from services.intake.commands.complete_action import MarkOverdue, mark_overdue
from shared.messaging.context import Context
from shared.messaging.timers import Due, complete

_log = structlog.get_logger(__name__)


async def corrective_action_due(due: Due, context: Context) -> None:
    """Mark it overdue, and say so."""
    async with context.transactions.begin() as tx:
        await complete(due, tx)
        overdue = await mark_overdue(MarkOverdue(action_id=due.key, now=context.clock.now()), tx)
    if overdue is not None:
        _log.warning("corrective_action_overdue", action_id=str(overdue.id), family_id=str(overdue.family_id))
