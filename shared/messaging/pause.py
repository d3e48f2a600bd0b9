"""Waiting that a stop or a wake-up cuts short, and the growing waits between failures."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator


async def pause(*events: asyncio.Event, seconds: float) -> None:
    """Wait until one of the events is set, for at most `seconds`."""
    if any(event.is_set() for event in events):
        return
    waits = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()


def growing(*, first: float, last: float) -> Iterator[float]:
    """Waits in seconds that double from `first` up to `last`, spread a little so that processes don't march in step."""
    wait = first
    while True:
        yield wait * random.uniform(0.8, 1.0)  # noqa: S311 - spreading, not secrecy
        wait = min(wait * 2, last)
