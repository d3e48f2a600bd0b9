"""A family changed and has more members than one transaction takes: the next of them follow (IN-21)."""

from __future__ import annotations

from services.intake.commands.reach_members import ReachMembers, reach_members
from shared.messaging.context import Context
from shared.messaging.timers import Due, complete


async def reach_family(due: Due, context: Context) -> None:
    """One batch; the command lets the timer fall due again while more are left."""
    async with context.transactions.begin() as tx:
        await complete(due, tx)
        command = ReachMembers(family_id=due.key, by=str(due.payload.get("by", "system")), now=context.clock.now())
        await reach_members(command, tx)
