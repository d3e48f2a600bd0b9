"""Wakes the relay after a commit: in this process by an event, elsewhere by one coalesced NOTIFY.

A NOTIFY inside a transaction serialises commits and costs a third of the throughput; so it has its own connection,
and while one is under way all further signals share the next.
"""

from __future__ import annotations

import asyncio
from typing import Any

import asyncpg
import structlog

CHANNEL = "redress_outbox"

_log = structlog.get_logger(__name__)


class Wakeup:
    """Says "there is something to publish", cheaply and as often as one likes."""

    def __init__(self, dsn: str, *, application_name: str = "redress wakeup") -> None:
        self._dsn = dsn
        self._name = application_name
        self._connection: asyncpg.Connection[Any] | None = None
        self._again = False
        self._task: asyncio.Task[None] | None = None
        self._closed = False
        self.here = asyncio.Event()
        """Set by every signal; the relay of this process waits for it."""
        self.relay_here = False
        """True while the active relay runs in this process: then no NOTIFY is needed."""

    def signal(self) -> None:
        """Wake the relay, wherever it is. Never fails: the relay also looks by itself every second."""
        self.here.set()
        if self.relay_here or self._closed:
            return
        self._again = True
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._notify())

    async def _notify(self) -> None:
        while self._again:
            self._again = False
            try:
                if self._connection is None or self._connection.is_closed():
                    # What the NOTIFY's own commit would wait for is nothing that must survive a crash.
                    settings = {"application_name": self._name, "synchronous_commit": "off"}
                    self._connection = await asyncpg.connect(self._dsn, server_settings=settings, timeout=5)
                await self._connection.execute(f"NOTIFY {CHANNEL}", timeout=5)
            except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                _log.warning("wakeup_failed", error=str(error))
                await self._drop()

    async def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.terminate()

    async def close(self) -> None:
        """Send what is under way, then close the connection."""
        self._closed = True
        if self._task is not None:
            await self._task
        if self._connection is not None:
            await self._connection.close(timeout=2)
