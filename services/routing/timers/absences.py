"""What falls due of absences (RO-1)."""

from __future__ import annotations

from collections.abc import Mapping

from services.routing.commands.turn_absence import TurnAbsence, turn_absence
from services.routing.domain import kinds
from shared.messaging.context import Context
from shared.messaging.timers import Due, Timer, TimerHandler, complete


async def on_absence_turn(due: Due, context: Context) -> None:
    """Let the absence begin or end, in the transaction that takes the timer out, or moves it to the end."""
    async with context.transactions.begin() as tx:
        following = await turn_absence(TurnAbsence(due.key, context.clock.now()), tx)
        await complete(due, tx)
        if following is not None:
            await tx.schedule(Timer(due.kind, due.key, following))


TIMERS: Mapping[str, TimerHandler] = {
    kinds.ABSENCE_TURN: on_absence_turn,
}
