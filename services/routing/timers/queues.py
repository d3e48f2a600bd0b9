"""What falls due of queues, and of cases whose owner is not here (RO-2)."""

from __future__ import annotations

from collections.abc import Mapping

from services.routing.commands.place_queued import PlaceOne, PlaceQueued, place_one, place_queued, plan_next
from services.routing.commands.sweeping import QUEUE
from services.routing.domain import kinds
from services.routing.settings import RoutingSettings
from services.routing.storage.queues import Place
from shared.messaging.context import Context
from shared.messaging.timers import Due, TimerHandler, complete


async def on_place_queued(due: Due, context: Context) -> None:
    """Go through a queue, page by page, or find one case another owner. Raises LeaseLost."""
    if QUEUE in due.payload:
        await _sweep(due, context, queue=due.payload[QUEUE])
        return
    settings: RoutingSettings = context.settings
    async with context.transactions.begin() as tx:
        await place_one(PlaceOne(due.key, settings.hot_rest, context.clock.now()), tx)
        await complete(due, tx)


async def _sweep(due: Due, context: Context, *, queue: str | None) -> None:
    """Each page in a transaction of its own: what was placed stays placed if the process dies on the way."""
    settings: RoutingSettings = context.settings
    now = context.clock.now()
    after: Place | None = None
    while True:
        async with context.transactions.begin() as tx:
            after = await place_queued(PlaceQueued(queue, after, settings.hot_rest, now), tx)
            if after is None:
                await complete(due, tx)
                await plan_next(queue, tx, now=now)
                return


TIMERS: Mapping[str, TimerHandler] = {
    kinds.PLACE_QUEUED: on_place_queued,
}
