"""What follows from an event names it as its cause: correlation and trace, through the broker."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

import orjson
from nats.aio.client import Client

from shared.contracts.envelope import seal
from shared.contracts.intake import RecapConfirmed
from shared.messaging.dispatch import Dispatch
from shared.messaging.subscription import Received, Subscription
from shared.messaging.transaction import Transaction
from tests.integration.messaging.consuming import declared, taken
from tests.integration.messaging.scene import Scene, event, mark, send

Make = Callable[..., Awaitable[Scene]]
TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


async def follow(received: Sequence[Received[Any]], tx: Transaction, now: datetime) -> None:
    """Publish something without naming a cause."""
    await mark(received, tx, now)
    tx.publish(event())


async def follow_each(received: Sequence[Received[Any]], tx: Transaction, now: datetime) -> None:
    """Publish something for each event, and name it as the cause."""
    await mark(received, tx, now)
    for one in received:
        tx.publish(event(), correlation_id=one.correlation_id, traceparent=one.traceparent)


async def causes(scene: Scene) -> set[tuple[str, str | None]]:
    """The correlation and the trace of everything in the outbox."""
    bodies = await scene.context.database.pool.fetch("SELECT body FROM outbox")
    told = [orjson.loads(row["body"]) for row in bodies]
    return {(one["correlationid"], one.get("traceparent")) for one in told}


async def test_what_a_reaction_publishes_carries_the_cause_of_its_event(scene: Make, nats_client: Client) -> None:
    """SU-1, SU-6: from the request through the event to what followed from it."""
    await declared(nats_client)
    routing = await scene()
    await send(nats_client, [seal(event(), correlation_id="the-request", traceparent=TRACE)])
    await taken(routing, nats_client, 1, follow)
    assert await causes(routing) == {("the-request", TRACE)}


async def test_events_taken_together_keep_their_causes_apart(scene: Make) -> None:
    """SU-1, SU-6: in one transaction, each follows from its own; without a trace, or with a broken one, from none."""
    routing = await scene()
    dispatch = Dispatch([Subscription(RecapConfirmed, follow_each)])
    given = {"traced": TRACE, "plain": None, "broken": "00-zz"}
    batch = [dispatch.read(seal(event(), correlation_id=name, traceparent=trace).body) for name, trace in given.items()]
    async with routing.context.transactions.begin(correlation_id="batch") as tx:
        await dispatch.apply(batch, tx, routing.clock.now())
    assert await causes(routing) == {("traced", TRACE), ("plain", None), ("broken", None)}
