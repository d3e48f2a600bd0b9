"""Routing's consumer of intake's events in a test, and the conditions that a test waits for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from nats.aio.client import Client
from nats.js.errors import NotFoundError

from shared.contracts.intake import RecapConfirmed
from shared.messaging.consumer import Consumer
from shared.messaging.jetstream import declare_streams
from shared.messaging.subscription import Reaction, Subscription
from tests.integration.messaging.scene import Scene, mark, running
from tests.support.waiting import until


def consumer(scene: Scene, reaction: Reaction = mark) -> Consumer:
    """Routing's consumer of intake's events."""
    return Consumer(
        scene.context,
        scene.broker,
        producer="intake",
        subscriptions=[Subscription(RecapConfirmed, reaction)],
        declares=True,
    )


async def declared(client: Client) -> None:
    """Make intake's stream."""
    await declare_streams(client.jetstream(), ["intake"], max_age=timedelta(days=1))


def marked(scene: Scene, count: int) -> Callable[[], Awaitable[bool]]:
    """Whether so many events have left their mark."""

    async def condition() -> bool:
        return bool(await scene.value("SELECT count(*) FROM mark") >= count)

    return condition


def acknowledged(client: Client) -> Callable[[], Awaitable[bool]]:
    """Whether the broker waits for no acknowledgement and has nothing more to deliver."""

    async def condition() -> bool:
        try:
            info = await client.jetstream().consumer_info("INTAKE", "routing")
        except NotFoundError:
            return False
        return info.num_ack_pending == 0 and info.num_pending == 0

    return condition


async def taken(scene: Scene, client: Client, count: int, reaction: Reaction = mark) -> None:
    """Run the consumer until so many events have left their mark and the broker waits for nothing."""
    async with running(scene.broker.run, consumer(scene, reaction).run):
        await until(marked(scene, count))
        await until(acknowledged(client))
