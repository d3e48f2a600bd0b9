"""When the queues are gone through again: every few minutes while something waits, and at once when the staff changes.

Whatever begins to wait within the same few minutes shares one timer, and the next few minutes have another, so that
what arrives later puts nothing off for long.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from services.routing.domain import kinds
from services.routing.storage import queues
from shared.messaging.schedule import Timer
from shared.messaging.transaction import Transaction

EVERY = timedelta(minutes=5)
QUEUE = "queue"
"""The member of a timer's payload that names the queue; None for all of them."""
_SLOTS = UUID("4b0c6c0e-6f0f-5d53-9b0a-3f3a3c1d7a52")
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


async def sweep_later(queues: Iterable[str | None], tx: Transaction, *, now: datetime) -> None:
    """Go through these queues in a few minutes; None is for what waits in no queue."""
    slot = (now - _EPOCH) // EVERY
    waiting = sorted({queue for queue in queues if queue is not None})
    await tx.schedule(
        *(Timer(kinds.PLACE_QUEUED, uuid5(_SLOTS, f"{slot} {queue}"), now + EVERY, {QUEUE: queue}) for queue in waiting)
    )


async def sweep_now(tx: Transaction, *, now: datetime) -> None:
    """Go through all queues at once, if anything waits: somebody is here, or can do more, who was not or could not."""
    if await queues.queue_names(tx):
        await tx.schedule(Timer(kinds.PLACE_QUEUED, _SLOTS, now, {QUEUE: None}))
