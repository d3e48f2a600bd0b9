"""kill -9 at each step between read, publish, mark, commit and acknowledgement loses and doubles nothing."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import Awaitable, Callable

import pytest
from nats.aio.client import Client

from shared.embedded.nats import EmbeddedNats
from tests.integration.messaging.scene import Scene, sealed
from tests.support.waiting import until

Make = Callable[..., Awaitable[Scene]]
EVENTS = 30


async def start(database_url: str, nats_url: str, *, failpoint: str = "") -> Process:
    """A worker in a process of its own, that dies at the failpoint."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.integration.messaging.mortal",
        database_url,
        nats_url,
        env=os.environ | {"REDRESS_ENVIRONMENT": "development", "REDRESS_FAILPOINT": failpoint},
    )


@pytest.mark.parametrize(
    "failpoint",
    [
        "relay.read",
        "relay.published",
        "relay.marked",
        "relay.committed",
        "consumer.received",
        "consumer.applied",
        "consumer.committed",
        "consumer.acked",
    ],
)
async def test_a_crash_loses_and_doubles_nothing(
    failpoint: str, scene: Make, database_url: str, broker_server: EmbeddedNats, nats_client: Client
) -> None:
    """SU-1: a real kill -9 of the process; the next one finishes the work, each effect is there once."""
    intake = await scene("intake")
    await intake.write(sealed(EVENTS))
    killed = await start(database_url, broker_server.url, failpoint=failpoint)
    assert await asyncio.wait_for(killed.wait(), 30) == -signal.SIGKILL
    healthy = await start(database_url, broker_server.url)
    try:
        await until(lambda: _finished(intake, nats_client))
    finally:
        healthy.terminate()
        assert await asyncio.wait_for(healthy.wait(), 30) == 0
    assert await intake.value("SELECT count(*) FROM mark WHERE times = 1") == EVENTS
    assert (await nats_client.jetstream().stream_info("INTAKE")).state.messages == EVENTS


async def _finished(scene: Scene, client: Client) -> bool:
    if not await scene.drained() or await scene.value("SELECT count(*) FROM mark") < EVENTS:
        return False
    info = await client.jetstream().consumer_info("INTAKE", "intake")
    return info.num_ack_pending == 0 and info.num_pending == 0
