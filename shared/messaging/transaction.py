"""The unit of work: state, events, timers and inbox in one commit, made once, at the edge (SU-1).

Commands and reactions get a Transaction and never commit; only the edges (a request, a batch of
messages, a timer) begin one.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import CursorResult, Executable, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from shared.contracts.envelope import Message, seal
from shared.db.engine import RawConnection
from shared.messaging import outbox
from shared.messaging.failpoints import hit
from shared.messaging.schedule import Timer, schedule, unschedule
from shared.observability.correlation import current_correlation, current_traceparent

_BEGIN = text("SELECT 1")


class Wakeup(Protocol):
    """Tells the relay that there is something to publish."""

    def signal(self) -> None: ...


class Transaction:
    """One open database transaction and the events that leave with it."""

    def __init__(self, connection: AsyncConnection, *, correlation_id: str, traceparent: str | None) -> None:
        self.connection = connection
        self.correlation_id = correlation_id
        self.traceparent = traceparent
        self._messages: list[tuple[Message, str, str | None]] = []
        self._raw: RawConnection | None = None

    async def execute(
        self,
        statement: Executable,
        parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    ) -> CursorResult[Any]:
        """Run a SQLAlchemy Core statement in this transaction."""
        return await self.connection.execute(statement, parameters)

    async def raw(self) -> RawConnection:
        """The asyncpg connection of this same transaction, for batch statements over unnest()."""
        if self._raw is None:
            # SQLAlchemy begins lazily, at its first statement: without one, raw statements would commit alone.
            await self.connection.execute(_BEGIN)
            pooled = await self.connection.get_raw_connection()
            driver = pooled.driver_connection
            if driver is None:
                raise RuntimeError("the connection was closed")
            self._raw = driver
        return self._raw

    def publish(self, *messages: Message, correlation_id: str | None = None, traceparent: str | None = None) -> None:
        """Say that something happened: an outbox row at commit, nothing at all after a rollback.

        A reaction to several events hands on the correlation and the trace of the one that it follows from.
        """
        because, trace = correlation_id or self.correlation_id, traceparent or self.traceparent
        self._messages.extend((message, because, trace) for message in messages)

    async def schedule(self, *timers: Timer) -> None:
        """Let something fall due; the same kind and key again moves it."""
        if timers:
            await schedule(await self.raw(), timers)

    async def unschedule(self, kind: str, *keys: UUID) -> None:
        """Take back what was to fall due."""
        if keys:
            await unschedule(await self.raw(), [(kind, key) for key in keys])

    async def flush_outbox(self) -> bool:
        """Write the outbox rows; called by the edge just before it commits. True when there were any."""
        if not self._messages:
            return False
        sealed = [
            seal(message, correlation_id=because, traceparent=trace) for message, because, trace in self._messages
        ]
        self._messages.clear()
        await outbox.insert(await self.raw(), sealed)
        return True


class Transactions:
    """Begins transactions on a service's database."""

    def __init__(self, engine: AsyncEngine, wakeup: Wakeup) -> None:
        self._engine = engine
        self.wakeup = wakeup

    @asynccontextmanager
    async def begin(self, *, correlation_id: str | None = None) -> AsyncIterator[Transaction]:
        """A transaction that commits at exit, once, and rolls back on an exception.

        The relay is woken after the commit, never inside it: NOTIFY in a transaction serialises commits.
        """
        async with self._engine.connect() as connection:
            tx = Transaction(
                connection,
                correlation_id=correlation_id or current_correlation(),
                traceparent=current_traceparent(),
            )
            async with connection.begin():
                hit("transaction.begun")
                yield tx
                published = await tx.flush_outbox()
                hit("transaction.written")
        hit("transaction.committed")
        if published:
            self.wakeup.signal()
