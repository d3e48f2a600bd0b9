"""An offer to take a case was not answered in time (RO-4)."""

from __future__ import annotations

from services.routing.commands.let_handoff_time_out import LetHandoffTimeOut, let_handoff_time_out
from services.routing.settings import RoutingSettings
from shared.messaging.context import Context
from shared.messaging.timers import Due, complete


async def on_handoff_timeout(due: Due, context: Context) -> None:
    """Let the offer climb one level, in the transaction that takes the timer out.

    The timer comes last, as it does when an offer is answered: case, handoff, timer, so that nobody waits in a ring.
    """
    settings: RoutingSettings = context.settings
    async with context.transactions.begin() as tx:
        command = LetHandoffTimeOut(
            handoff_id=due.key, answer_within=settings.handoff_answer_within, now=context.clock.now()
        )
        await let_handoff_time_out(command, tx)
        await complete(due, tx)
