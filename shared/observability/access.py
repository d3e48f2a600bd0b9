"""The access log: a line per request, gathered and written a few times a second, so that it costs next to nothing.

What is still gathered when a process is killed is lost; metrics and the outbox don't depend on it.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from time import time as clock
from typing import Any

import orjson

_EVERY_SECONDS = 0.2
_AT_MOST_LINES = 1000

Write = Callable[[bytes], Any]


def _to_stderr(lines: bytes) -> None:
    sys.stderr.buffer.write(lines)
    sys.stderr.buffer.flush()


class AccessLog:
    """Gathers the lines of one process. Routes are templates: paths may hold a customer's link."""

    def __init__(self, *, service: str, json: bool = True, write: Write = _to_stderr) -> None:
        self._service = service
        self._json = json
        self._write = write
        self._lines: list[tuple[float, str, str, int, float, str]] = []
        self._planned = False

    def add(self, method: str, route: str, status: int, seconds: float, correlation_id: str) -> None:
        """One answered request."""
        self._lines.append((clock(), method, route, status, seconds, correlation_id))
        if len(self._lines) >= _AT_MOST_LINES:
            self.flush()
        elif not self._planned:
            self._planned = True
            asyncio.get_running_loop().call_later(_EVERY_SECONDS, self.flush)

    def flush(self) -> None:
        """Write what is gathered."""
        self._planned = False
        lines, self._lines = self._lines, []
        if lines:
            self._write(b"".join(self._render(*line) for line in lines))

    def _render(self, when: float, method: str, route: str, status: int, seconds: float, correlation_id: str) -> bytes:
        time = datetime.fromtimestamp(when, UTC)
        if not self._json:
            return (
                f"{time:%H:%M:%S} {self._service:<11} {status} {method} {route} "
                f"{seconds * 1000:.1f} ms {correlation_id}\n"
            ).encode()
        line = {
            "event": "request",
            "level": "info",
            "timestamp": time,
            "service": self._service,
            "method": method,
            "route": route,
            "status": status,
            "ms": round(seconds * 1000, 2),
            "correlation": correlation_id,
        }
        return orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z)
