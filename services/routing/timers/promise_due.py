"""A promise fell due, and nothing was heard of it (RO-8)."""

from __future__ import annotations

from services.routing.commands.break_promise import BreakPromise, break_promise
from services.routing.commands.promise_steps import due_timer
from services.routing.settings import RoutingSettings
from shared.messaging.context import Context
from shared.messaging.timers import Due, complete


async def on_promise_due(due: Due, context: Context) -> None:
    """Break it in the transaction that takes the timer out; where it has more time by now, let it fall due then.

    The timer comes last: case, promise, timer, so that nobody waits in a ring. Raises LeaseLost.
    """
    settings: RoutingSettings = context.settings
    async with context.transactions.begin() as tx:
        command = BreakPromise(promise_id=due.key, now=context.clock.now(), grace=settings.promise_grace)
        promise = await break_promise(command, tx)
        await complete(due, tx)
        if promise is not None and promise.is_owed:
            await tx.schedule(due_timer(promise, settings.promise_grace))
