"""An offer to take a case was not answered in time (RO-4)."""

from __future__ import annotations

from services.routing.commands.let_handoff_time_out import LetHandoffTimeOut, let_handoff_time_out
from services.routing.domain.handoff import Handoff
from services.routing.settings import RoutingSettings
from shared.messaging.context import Context
from shared.messaging.timers import Due, complete


async def on_handoff_timeout(due: Due, context: Context) -> None:
    """Let the offer climb one level, in the transaction that takes the timer out.

    The timer comes last, as it does when an offer is answered: case, handoff, timer, so that nobody waits in a ring.
    Where the same offer is asked again its timer has been moved already, and must stay.
    """
    settings: RoutingSettings = context.settings
    async with context.transactions.begin() as tx:
        command = LetHandoffTimeOut(
            handoff_id=due.key, answer_within=settings.handoff_answer_within, now=context.clock.now()
        )
        open_now: Handoff | None = await let_handoff_time_out(command, tx)
        if open_now is None or open_now.id != due.key:
            await complete(due, tx)
