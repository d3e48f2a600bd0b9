"""A circuit breaker of the simplest kind: after some failures in a row, a pause before the next attempt."""

from __future__ import annotations

import time
from collections.abc import Callable

FAILURES_THAT_OPEN = 5
PAUSE_SECONDS = 2.0


class Circuit:
    """Counts failures in a row towards one host; open, it saves callers the wait for the next one."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._failures = 0
        self._open_until = 0.0

    def closed(self) -> bool:
        """Whether to try. After the pause one caller in turn tries; its failure opens it again."""
        if self._failures < FAILURES_THAT_OPEN:
            return True
        now = self._monotonic()
        if now < self._open_until:
            return False
        self._open_until = now + PAUSE_SECONDS
        return True

    def failed(self) -> None:
        """An attempt failed for good."""
        self._failures += 1
        if self._failures >= FAILURES_THAT_OPEN:
            self._open_until = self._monotonic() + PAUSE_SECONDS

    def succeeded(self) -> None:
        """An attempt got an answer, whatever it was."""
        self._failures = 0
