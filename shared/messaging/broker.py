"""This process's connection to NATS: it never gives up, and it remembers what the server refused.

nats-py reports a refused subject only through the error callback, and the caller sees a timeout; so refusals are
kept here and fail the readiness check.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress

import nats
import structlog
from nats.aio.client import Client
from nats.js import JetStreamContext

from shared.messaging import measures
from shared.messaging.pause import pause
from shared.settings import Settings

_log = structlog.get_logger(__name__)

DENIAL_SECONDS = 60.0
"""How long a refusal fails the readiness; whoever needs the subject tries again sooner than that."""
_FLUSH_SECONDS = 5.0
_RECONNECT_SECONDS = 0.25
_LOOK_SECONDS = 1.0


class Broker:
    """One connection, shared by the relay and the consumers of a process."""

    def __init__(self, settings: Settings, *, service: str) -> None:
        self._settings = settings
        self._service = service
        self._client: Client | None = None
        self._opening = asyncio.Lock()
        self._denials: dict[str, float] = {}
        self._last_error: str | None = None
        self.connected = asyncio.Event()
        """Set while the connection stands."""
        self.generation = 0
        """Rises with every connection: what was declared before may be gone after."""

    async def run(self, stop: asyncio.Event) -> None:
        """Keep connected until stopped: wait for a broker that is down, come back where it has closed us for good."""
        while not stop.is_set():
            opening = asyncio.ensure_future(self.open())
            stopped = asyncio.ensure_future(stop.wait())
            try:
                await asyncio.wait({opening, stopped}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                opening.cancel()
                stopped.cancel()
            await pause(stop, seconds=_LOOK_SECONDS)

    async def open(self) -> None:
        """Connect, unless connected. Waits for as long as the broker is down."""
        async with self._opening:
            if self._client is None or self._client.is_closed:
                self._client = await self._connect()
                await self._reconnected()

    async def client(self) -> Client:
        """The client, connected first where needed. Waits for as long as the broker is down."""
        await self.open()
        await self.connected.wait()
        return self.current

    async def jetstream(self) -> JetStreamContext:
        """JetStream's API on it. Waits as `client`."""
        return (await self.client()).jetstream()

    @property
    def current(self) -> Client:
        """The connected client. Raises nats.errors.ConnectionClosedError while there is none."""
        if self._client is None or not self.connected.is_set():
            raise nats.errors.ConnectionClosedError
        return self._client

    async def _connect(self) -> Client:
        password = self._settings.nats_password
        return await nats.connect(
            self._settings.nats_url,
            name=f"redress-{self._service}",
            user=self._settings.nats_user,
            password=password.get_secret_value() if password else None,
            # Each service has an inbox of its own, so that permissions can keep others from listening to it.
            inbox_prefix=f"_INBOX_{self._service}",
            max_reconnect_attempts=-1,
            reconnect_time_wait=_RECONNECT_SECONDS,
            ping_interval=10,
            flush_timeout=_FLUSH_SECONDS,
            error_cb=self._error,
            disconnected_cb=self._disconnected,
            reconnected_cb=self._reconnected,
        )

    async def _error(self, error: Exception) -> None:
        text = str(error) or type(error).__name__
        if "permissions violation" in text.lower():
            measures.DENIALS.inc()
            if text not in self._denials:
                _log.error("nats_denied", error=text)
            self._denials[text] = time.monotonic()
        elif text != self._last_error:
            _log.warning("nats_error", error=text)
        self._last_error = text

    async def _disconnected(self) -> None:
        self.connected.clear()

    async def _reconnected(self) -> None:
        self.generation += 1
        self._last_error = None
        self.connected.set()

    def trouble(self) -> str | None:
        """What is wrong with the connection, for the readiness check; None when all is well."""
        if not self.connected.is_set():
            return f"not connected: {self._last_error or 'no answer yet'}"
        since = time.monotonic() - DENIAL_SECONDS
        self._denials = {text: at for text, at in self._denials.items() if at > since}
        return "; ".join(sorted(self._denials)) or None

    async def close(self) -> None:
        """Send what is pending and close; nothing reconnects afterwards."""
        client, self._client = self._client, None
        self.connected.clear()
        if client is None or client.is_closed:
            return
        try:
            if client.is_connected:
                await asyncio.wait_for(client.flush(), _FLUSH_SECONDS)
        except (TimeoutError, OSError, nats.errors.Error) as error:
            # An acknowledgement that is lost here comes again and meets the inbox.
            _log.warning("nats_flush_failed", error=str(error))
        # While it reconnects, closing trips over the connection that is already lost.
        with suppress(OSError, nats.errors.Error):
            await client.close()
