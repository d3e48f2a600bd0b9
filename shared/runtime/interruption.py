"""Ctrl-C, SIGTERM and a closed terminal, as one exception in the main thread."""

from __future__ import annotations

import signal
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Self

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Someone asked to stop. No Exception: nothing on the way may take it for a failure and carry on."""


class Interruption:
    """While the block runs, the first signal raises Stopped, and each further one calls `hurry`."""

    def __init__(self, hurry: Callable[[], None]) -> None:
        self._hurry = hurry
        self._asked = False
        self._before: dict[signal.Signals, object] = {}

    def __enter__(self) -> Self:
        for sign in _SIGNALS:
            self._before[sign] = signal.signal(sign, self._handle)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for sign, handler in self._before.items():
            signal.signal(sign, handler)  # type: ignore[arg-type]

    def settle(self) -> None:
        """The stopping begins: from now on a signal only hurries it."""
        self._asked = True

    def _handle(self, number: int, _: FrameType | None) -> None:
        if self._asked:
            self._hurry()
            return
        self._asked = True
        raise Stopped(signal.Signals(number).name)
