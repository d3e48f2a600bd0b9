"""Waiting that can be cut short."""

from __future__ import annotations

import asyncio
import time
from itertools import islice

from shared.messaging.pause import growing, pause


async def test_a_set_event_ends_the_pause_at_once() -> None:
    """SU-6: a stop does not wait for a back-off to end."""
    stop, wake = asyncio.Event(), asyncio.Event()
    asyncio.get_running_loop().call_soon(wake.set)
    began = time.monotonic()
    await pause(stop, wake, seconds=30)
    await pause(stop, wake, seconds=30)
    assert time.monotonic() - began < 5
    assert not stop.is_set()


async def test_without_an_event_it_ends_in_time() -> None:
    """SU-1: the safety net under every wake-up."""
    began = time.monotonic()
    await pause(asyncio.Event(), seconds=0.05)
    assert 0.04 < time.monotonic() - began < 5


def test_waits_grow_up_to_their_bound() -> None:
    """SU-1: back-off without end, and without hammering."""
    waits = list(islice(growing(first=1, last=8), 50))
    assert waits[0] <= 1
    assert all(wait <= 8 for wait in waits)
    assert min(waits[3:]) >= 8 * 0.8
