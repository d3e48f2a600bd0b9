"""What falls due of callbacks and appointments (RO-12)."""

from __future__ import annotations

from collections.abc import Mapping

from services.routing.commands.attend_appointment import AttendAppointment, attend_appointment
from services.routing.domain import kinds
from shared.messaging.context import Context
from shared.messaging.timers import Due, TimerHandler, complete


async def on_callback_due(due: Due, context: Context) -> None:
    """See to the appointment, in the transaction that takes the timer out or moves it to the next look."""
    async with context.transactions.begin() as tx:
        again = await attend_appointment(AttendAppointment(due.key, context.clock.now()), tx)
        await complete(due, tx)
        if again is not None:
            await tx.schedule(again)


TIMERS: Mapping[str, TimerHandler] = {
    kinds.CALLBACK_DUE: on_callback_due,
}
