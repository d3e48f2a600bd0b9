"""Brings the outbox to the broker: one active relay per service, by advisory lock, and standbys that wait for it.

Rows are read as "unpublished", never by a cursor: the order of ids is not the order of commits.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import asyncpg
import nats.errors
import structlog

from shared.db.engine import Database
from shared.messaging import measures
from shared.messaging.broker import Broker
from shared.messaging.failpoints import hit
from shared.messaging.pause import growing, pause
from shared.messaging.publisher import NotTaken, Outcome, Publisher, Waiting
from shared.messaging.wakeup import CHANNEL, Wakeup

_log = structlog.get_logger(__name__)

BATCH = 500
POLL_SECONDS = 1.0
"""How often to look without having been woken."""
STANDBY_SECONDS = 0.5
ASIDE_SECONDS = 30.0
"""How long an event waits that was not taken while others were: it must not hold up the rest."""
LOCK = 0x52_45_4C_41_59
"""The advisory lock's number: each service has its own database, so one number serves all."""
REFUSED_STREAM = "outbox"
"""The `stream` of a dead letter that never reached a stream; its replay publishes it again."""

_READ = """
SELECT id, subject, body FROM outbox WHERE published_at IS NULL AND id <> ALL($2::uuid[])
ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED
"""
_MARK = "UPDATE outbox SET published_at = clock_timestamp() WHERE id = ANY($1::uuid[])"
_REFUSE = """
INSERT INTO dead_letter (event_id, stream, subject, body, error, attempts, dead_at)
SELECT id, $3, subject, body, error, 1, clock_timestamp()
FROM outbox JOIN unnest($1::uuid[], $2::text[]) AS refused (event_id, error) ON id = event_id
ON CONFLICT (event_id) DO UPDATE SET error = excluded.error, dead_at = excluded.dead_at, replayed_at = NULL,
    attempts = dead_letter.attempts + 1
"""


class Relay:
    """One relay; any number may run, one of them works."""

    def __init__(
        self,
        database: Database,
        publisher: Publisher,
        *,
        service: str,
        broker: Broker,
        declare: Callable[[], Awaitable[None]] | None = None,
        wakeup: Wakeup | None = None,
    ) -> None:
        self._database = database
        self._publisher = publisher
        self._service = service
        self._broker = broker
        self._declare = declare
        self._declared_in = 0
        self._aside: dict[UUID, float] = {}
        self._wakeup = wakeup
        self._wake = wakeup.here if wakeup else asyncio.Event()
        self.active = False
        self.trouble: str | None = None
        """What keeps it from publishing now, for the readiness check."""

    async def run(self, stop: asyncio.Event) -> None:
        """Wait for the lock, then publish until stopped. Raises what the database raises; the lock is free then."""
        connection = await asyncpg.connect(
            self._database.dsn,
            timeout=10,
            command_timeout=60,
            server_settings={
                "application_name": f"redress {self._service} relay",
                # A mark lost in a crash of PostgreSQL means one more publish of the same id: without effect.
                "synchronous_commit": "off",
                # A relay that hangs must not hold the lock for ever, nor one whose machine went away.
                "idle_in_transaction_session_timeout": "60s",
                "tcp_keepalives_idle": "5",
                "tcp_keepalives_interval": "2",
                "tcp_keepalives_count": "3",
            },
        )
        try:
            while not stop.is_set() and not await connection.fetchval("SELECT pg_try_advisory_lock($1)", LOCK):
                await pause(stop, seconds=STANDBY_SECONDS)
            if not stop.is_set():
                await self._work(connection, stop)
        finally:
            self._set_active(False)
            connection.terminate()

    def _set_active(self, active: bool) -> None:
        self.active = active
        measures.RELAY_ACTIVE.set(active)
        if self._wakeup:
            self._wakeup.relay_here = active

    async def _work(self, connection: asyncpg.Connection[Any], stop: asyncio.Event) -> None:
        await connection.add_listener(CHANNEL, lambda *_: self._wake.set())
        self._set_active(True)
        _log.info("relay_active", service=self._service)
        waits = growing(first=0.05, last=5.0)
        while not stop.is_set():
            self._wake.clear()
            try:
                await self._redeclare()
                read = await self._round(connection)
            except NotTaken as error:
                if self.trouble is None:
                    _log.warning("relay_waits", service=self._service, reason=str(error))
                self.trouble = str(error)
                # A NOTIFY can't shorten this wait, the broker's return can.
                returned = () if self._broker.connected.is_set() else (self._broker.connected,)
                await pause(stop, *returned, seconds=next(waits))
                continue
            if self.trouble is not None:
                _log.info("relay_resumes", service=self._service)
                self.trouble, waits = None, growing(first=0.05, last=5.0)
            if read < BATCH:
                await pause(stop, self._wake, seconds=POLL_SECONDS)

    async def _redeclare(self) -> None:
        """Where this identity may: make the stream after every reconnect, for the broker may have lost it."""
        if self._declare is None or self._declared_in == self._broker.generation or not self._broker.connected.is_set():
            return
        generation = self._broker.generation
        try:
            await self._declare()
        except (nats.errors.Error, OSError) as error:
            raise NotTaken(f"the stream can't be declared: {error}") from error
        self._declared_in = generation

    async def _round(self, connection: asyncpg.Connection[Any]) -> int:
        """Publish one batch and mark it; the number of rows read. Raises NotTaken, after marking what was taken."""
        async with connection.transaction():
            rows = await connection.fetch(_READ, BATCH, self._set_aside())
            if not rows:
                return 0
            hit("relay.read")
            outcome = await self._publisher.publish(
                [Waiting(row["id"], row["subject"], row["body"]) for row in rows],
            )
            hit("relay.published")
            await self._mark(connection, outcome)
            hit("relay.marked")
        hit("relay.committed")
        measures.RELAYED.labels(outcome.how).inc(len(outcome.taken))
        measures.REFUSED.inc(len(outcome.refused))
        for event_id, reason in outcome.refused.items():
            _log.error("event_refused", event_id=str(event_id), reason=reason)
        if outcome.no_stream:
            self._declared_in = 0
        if outcome.trouble is not None:
            self._put_aside({row["id"] for row in rows}, outcome)
            raise NotTaken(outcome.trouble)
        return len(rows)

    def _set_aside(self) -> list[UUID]:
        now = time.monotonic()
        self._aside = {event_id: until for event_id, until in self._aside.items() if until > now}
        return list(self._aside)

    def _put_aside(self, read: set[UUID], outcome: Outcome) -> None:
        if not outcome.taken:
            return  # then it is the broker's trouble, not theirs
        until = time.monotonic() + ASIDE_SECONDS
        for event_id in read.difference(outcome.taken, outcome.refused):
            self._aside[event_id] = until
            _log.warning("event_set_aside", event_id=str(event_id), reason=outcome.trouble)

    async def _mark(self, connection: asyncpg.Connection[Any], outcome: Outcome) -> None:
        if outcome.refused:
            refused = list(outcome.refused)
            await connection.execute(_REFUSE, refused, list(outcome.refused.values()), REFUSED_STREAM)
        await connection.execute(_MARK, [*outcome.taken, *outcome.refused])
