"""What has fallen due of which nothing is left to do."""

from __future__ import annotations

from shared.messaging.context import Context
from shared.messaging.timers import Due, complete


async def nothing_due(due: Due, context: Context) -> None:
    """Take the timer out, and do nothing else. Raises LeaseLost."""
    async with context.transactions.begin() as tx:
        await complete(due, tx)
