"""A worker as a process of its own, to be killed: `python -m tests.integration.messaging.mortal DATABASE NATS`."""

from __future__ import annotations

import asyncio
import signal
import sys
from datetime import timedelta

from shared.contracts.intake import RecapConfirmed
from shared.messaging import jetstream
from shared.messaging.subscription import Subscription
from shared.messaging.worker import Worker
from tests.integration.messaging.scene import Scene, mark
from tests.integration.messaging.small import Small


async def main(database_url: str, nats_url: str) -> None:
    """Work until told to stop, or until a failpoint kills the process."""
    # What a killed process had in hand comes again after this; a test can't wait for a minute.
    jetstream.ACK_WAIT = timedelta(seconds=1)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    scene = await Scene.open("intake", database_url=database_url, nats_url=nats_url)
    service = Small(subscriptions=[Subscription(RecapConfirmed, mark)])
    try:
        await Worker(service, scene.context, wakeup=scene.wakeup).run(stop)
    finally:
        await scene.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
