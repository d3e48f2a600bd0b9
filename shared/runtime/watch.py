"""Watches the children of a run: one that ends is reported and started again, later each time it fails again."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from shared.embedded.child import Child, describe_exit
from shared.embedded.trouble import Trouble
from shared.runtime.progress import say

_FIRST_PAUSE_SECONDS = 1.0
_LONGEST_PAUSE_SECONDS = 30.0
_STEADY_SECONDS = 60.0
"""Who ran for so long starts again at the shortest pause."""


def nothing_to_prepare() -> None:
    """For a child that can simply be started again."""


@dataclass(slots=True)
class Watched:
    """A child with its history of failures."""

    child: Child
    prepare: Callable[[], None] = nothing_to_prepare
    """Heals what the end of the last one left behind."""
    started: float = 0.0
    failures: int = 0
    due: float | None = None
    """When to start it again, on the monotonic clock."""

    def start(self) -> None:
        """Start it now."""
        self.child.start()
        self.started = time.monotonic()
        self.due = None

    def look(self) -> bool:
        """Report an end, start again when it is time; True when a new process was started."""
        now = time.monotonic()
        if self.due is not None:
            return now >= self.due and self._again()
        if self.child.exit_code is not None:
            self.failures = 1 if now - self.started > _STEADY_SECONDS else self.failures + 1
            self._plan(f"{self.child.name} ended with {describe_exit(self.child.exit_code)}.\n{self.child.tail()}")
        return False

    def _again(self) -> bool:
        try:
            self.prepare()
            self.start()
        except (Trouble, OSError) as error:
            self.failures += 1
            self._plan(f"{self.child.name} could not be started again: {error}")
            return False
        say(f"{self.child.name} was started again.")
        return True

    def _plan(self, what: str) -> None:
        pause = min(_FIRST_PAUSE_SECONDS * 2 ** (self.failures - 1), _LONGEST_PAUSE_SECONDS)
        self.due = time.monotonic() + pause
        say(f"{what}\n{self.child.name} will be started again in {pause:.0f} s.")
