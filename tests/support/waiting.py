"""Waiting for a condition with a deadline; never for a length of time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

PATIENCE_SECONDS = 30.0


async def until(condition: Callable[[], Awaitable[bool]], *, seconds: float = PATIENCE_SECONDS) -> None:
    """Return when the condition is true. Raises AssertionError when it is not in time."""
    deadline = time.monotonic() + seconds
    while not await condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"not true within {seconds:g} s: {condition}")
        await asyncio.sleep(0.01)


def eventually(what: str, holds: Callable[[], bool], *, seconds: float = PATIENCE_SECONDS) -> None:
    """The same without an event loop. Raises AssertionError, naming `what`, when it does not hold in time."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"{what}: not within {seconds:g} s"
        time.sleep(0.05)
