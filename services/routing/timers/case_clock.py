"""A clock of a case is to be looked at (RO-7)."""

from __future__ import annotations

from services.routing.commands.warn_or_breach import WarnOrBreach, warn_or_breach
from shared.messaging.context import Context
from shared.messaging.timers import Due, complete


async def on_case_clock(due: Due, context: Context) -> None:
    """Look at all clocks of the case, and take the timer out or set it to the next moment, in one transaction.

    The timer comes last, after case and clocks, so that nobody waits in a ring. Raises LeaseLost where a new fact
    moved it meanwhile: then nothing was told, and the timer is due again by itself.

    That it is due is the database's word; a clock of ours that is a little behind must not put it off for ever.
    """
    now = max(context.clock.now(), due.due_at)
    async with context.transactions.begin() as tx:
        upcoming = await warn_or_breach(WarnOrBreach(complaint_id=due.key, now=now), tx)
        await complete(due, tx)
        if upcoming is not None:
            await tx.schedule(upcoming)
