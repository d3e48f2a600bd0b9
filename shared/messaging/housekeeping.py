"""Deletes what has served: published outbox rows, old inbox rows, old idempotency keys; in small batches."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog

from shared.db.engine import RawConnection
from shared.messaging.context import Context
from shared.messaging.pause import pause
from shared.settings import Settings

_log = structlog.get_logger(__name__)

EVERY_SECONDS = 600.0
BATCH = 2_000
BREATH_SECONDS = 0.05
"""Between two batches, so that the work of the service goes first."""
IDEMPOTENCY_KEEP = timedelta(days=7)

_SPENT = {
    "outbox": """
        DELETE FROM outbox WHERE id IN (
            SELECT id FROM outbox
            WHERE created_at < clock_timestamp() - $1::interval AND published_at < clock_timestamp() - $1::interval
            LIMIT $2 FOR UPDATE SKIP LOCKED)
    """,
    "inbox": """
        DELETE FROM inbox WHERE event_id IN (
            SELECT event_id FROM inbox WHERE received_at < clock_timestamp() - $1::interval
            AND NOT EXISTS (SELECT FROM dead_letter AS d WHERE d.event_id = inbox.event_id AND d.replayed_at IS NULL)
            LIMIT $2 FOR UPDATE SKIP LOCKED)
    """,
    "idempotency_key": """
        DELETE FROM idempotency_key WHERE (scope, key) IN (
            SELECT scope, key FROM idempotency_key WHERE created_at < clock_timestamp() - $1::interval
            LIMIT $2 FOR UPDATE SKIP LOCKED)
    """,
}


def keep(settings: Settings) -> dict[str, timedelta]:
    """How long the rows of each table are kept.

    An event may be republished as long as its outbox row lives, and lies in the stream for max_age after that; the
    inbox must outlive both, or a replay would count it twice (SU-1). So it does a dead letter that waits, below.
    """
    outbox = timedelta(days=settings.outbox_keep_days)
    republished = outbox + timedelta(days=settings.stream_max_age_days + 1)
    return {
        "outbox": outbox,
        "inbox": max(timedelta(days=settings.inbox_keep_days), republished),
        "idempotency_key": IDEMPOTENCY_KEEP,
    }


async def sweep(connection: RawConnection, *, table: str, older_than: timedelta) -> int:
    """Delete one batch of a table's spent rows; how many that were."""
    done = await connection.execute(_SPENT[table], older_than, BATCH)
    return int(done.rpartition(" ")[2])


class Housekeeping:
    """Sweeps every ten minutes; several at once do each other no harm."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def run(self, stop: asyncio.Event) -> None:
        """Sweep until stopped. Raises what the database raises."""
        while not stop.is_set():
            for table, older_than in keep(self._context.common).items():
                await self._sweep(table, older_than, stop)
            await pause(stop, seconds=EVERY_SECONDS)

    async def _sweep(self, table: str, older_than: timedelta, stop: asyncio.Event) -> None:
        total, last = 0, BATCH
        while last == BATCH and not stop.is_set():
            async with self._context.database.pool.acquire() as connection:
                last = await sweep(connection, table=table, older_than=older_than)
            total += last
            await pause(stop, seconds=BREATH_SECONDS)
        if total:
            _log.info("swept", service=self._context.service, table=table, rows=total)
