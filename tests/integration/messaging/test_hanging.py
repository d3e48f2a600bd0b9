"""A database that hangs: a batch is given back inside the server's patience, and nothing is lost or buried."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

import pytest
from nats.aio.client import Client

from shared.contracts.intake import RecapConfirmed
from shared.messaging import handling
from shared.messaging.dispatch import Dispatch
from shared.messaging.handling import Handling
from shared.messaging.jetstream import ACK_WAIT, declare_consumer
from shared.messaging.pull import Pull
from shared.messaging.subscription import Received, Subscription
from shared.messaging.transaction import Transaction
from tests.integration.messaging.consuming import declared, taken
from tests.integration.messaging.scene import Scene, mark, sealed, send

Make = Callable[..., Awaitable[Scene]]


class Hanging:
    """A reaction that waits, as for a lock that nobody lets go of, until it is told not to."""

    def __init__(self) -> None:
        self.hangs = True
        self.sizes: list[int] = []

    async def react(self, received: Sequence[Received[Any]], tx: Transaction, now: datetime) -> None:
        self.sizes.append(len(received))
        if self.hangs:
            await asyncio.Event().wait()
        await mark(received, tx, now)


@pytest.mark.parametrize(("alone", "one_by_one"), [(0.2, 20.0), (20.0, 0.0)])
async def test_a_batch_is_given_back_after_the_first_that_hangs(
    scene: Make, nats_client: Client, monkeypatch: pytest.MonkeyPatch, alone: float, one_by_one: float
) -> None:
    """SU-1, SU-6: not each of a batch is waited for, nor is one begun when the time of the batch is over."""
    monkeypatch.setattr(handling, "TOGETHER_SECONDS", 0.2)
    monkeypatch.setattr(handling, "ALONE_SECONDS", alone)
    monkeypatch.setattr(handling, "ONE_BY_ONE_SECONDS", one_by_one)
    await declared(nats_client)
    await declare_consumer(nats_client.jetstream(), service="routing", events=[RecapConfirmed])
    routing, hanging = await scene(), Hanging()
    await send(nats_client, sealed(30))
    pull = Pull(nats_client, stream="INTAKE", consumer="routing")
    await pull.open()
    batch = await pull.take(seconds=10)
    dispatch = Dispatch([Subscription(RecapConfirmed, hanging.react)])
    assert await Handling(routing.context, dispatch, stream="INTAKE").handle(nats_client, batch) > 0
    assert hanging.sizes == ([len(batch), 1] if one_by_one else [len(batch)])
    await pull.close()
    hanging.hangs = False
    monkeypatch.undo()
    await taken(routing, nats_client, 30, hanging.react)
    assert await routing.value("SELECT max(times) FROM mark") == 1
    assert await routing.value("SELECT count(*) FROM dead_letter") == 0


def test_the_times_of_a_batch_fit_the_patience_of_the_server() -> None:
    """SU-1: else the server would deliver a second time what is still being worked on."""
    longest = handling.TOGETHER_SECONDS + handling.ONE_BY_ONE_SECONDS + handling.ALONE_SECONDS
    assert longest < ACK_WAIT.total_seconds()
