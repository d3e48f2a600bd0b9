"""Looks at NATS: whether it answers, whether the streams are there and as they should be."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from shared.contracts.catalogue import stream_of
from shared.messaging.broker import Broker
from shared.runtime.finding import Finding, fail, ok, warn
from shared.runtime.installation import SERVICES
from shared.settings import Settings

_PATIENCE_SECONDS = 5.0


async def streams(settings: Settings) -> AsyncIterator[Finding]:
    """Findings about the broker that these settings name."""
    where = f"NATS at {settings.nats_url}"
    broker = Broker(settings, service="doctor")
    try:
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                js = await broker.jetstream()
        except (TimeoutError, OSError) as error:
            yield fail(f"{where} does not answer {error}".rstrip(), "Check NATS_URL, and that the server runs.")
            return
        yield ok(f"{where} answers")
        for name in SERVICES:
            stream = stream_of(name)
            try:
                async with asyncio.timeout(_PATIENCE_SECONDS):
                    info = await js.stream_info(stream)
            except Exception as error:  # not there, no JetStream, or no right to ask: all three are told
                yield fail(f"stream {stream}: {error or 'no answer'}", "redress streams declare")
                continue
            told = f"stream {stream}: {info.state.messages} events"
            if info.config.allow_atomic:
                yield ok(told)
            else:
                yield warn(f"{told}, without atomic batches", "redress streams declare (NATS 2.12 or newer)")
    finally:
        await broker.close()
