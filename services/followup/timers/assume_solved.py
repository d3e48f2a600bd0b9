"""Nobody answered a survey for days: the silence is documented (FO-2)."""

from __future__ import annotations

from services.followup.commands.assume_solved import AssumeSolved
from services.followup.commands.assume_solved import assume_solved as assume
from services.followup.storage import courses
from shared.messaging.context import Context
from shared.messaging.timers import Due, complete


async def assume_solved(due: Due, context: Context) -> None:
    """Take the silence for an answer, unless there was one, or the complaint went on, in the meantime."""
    async with context.transactions.begin() as tx:
        await courses.hold(due.key, tx)
        await complete(due, tx)
        await assume(AssumeSolved(survey_id=due.key, now=context.clock.now()), tx)
