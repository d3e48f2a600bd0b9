"""A customer's occasion has come nearer, or is over: how urgent is their complaint now (IN-9)?"""

from __future__ import annotations

from services.intake.commands.reassess_urgency import ReassessUrgency, reassess_urgency
from services.intake.storage import complaints
from shared.messaging.context import Context
from shared.messaging.timers import Due, complete


async def raise_urgency(due: Due, context: Context) -> None:
    """Look again, in the transaction that takes the timer out.

    The complaint comes first, as it does when its impact is recorded: then nobody waits in a ring.
    """
    # The database said that it is due: this process's clock may be a little behind.
    now = max(context.clock.now(), due.due_at)
    async with context.transactions.begin() as tx:
        await complaints.lock([due.key], tx)
        await complete(due, tx)
        await reassess_urgency(ReassessUrgency(complaint_id=due.key, now=now), tx)
