"""What falls due of sanctions (RO-11)."""

from __future__ import annotations

from collections.abc import Mapping

from services.routing.commands.end_sanction import EndSanction, end_sanction
from services.routing.domain import kinds
from shared.messaging.context import Context
from shared.messaging.timers import Due, TimerHandler, complete


async def on_sanction_end(due: Due, context: Context) -> None:
    """End the sanction, in the transaction that takes the timer out."""
    async with context.transactions.begin() as tx:
        await end_sanction(EndSanction(sanction_id=due.key, now=context.clock.now()), tx)
        await complete(due, tx)


TIMERS: Mapping[str, TimerHandler] = {
    kinds.SANCTION_END: on_sanction_end,
}
