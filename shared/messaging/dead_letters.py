"""Events that this service could not take: kept with the reason, shown to people, replayed when the reason is gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.db.engine import RawConnection
from shared.kernel.errors import NotFound
from shared.messaging import inbox, measures
from shared.messaging.context import Context
from shared.messaging.dispatch import Dispatch
from shared.messaging.relay import REFUSED_STREAM
from shared.messaging.transaction import Transaction

ERROR_LIMIT = 2_000
"""An error's text is cut here, in characters."""

_ADD = """
INSERT INTO dead_letter (event_id, stream, subject, body, error, attempts, dead_at)
VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp())
ON CONFLICT (event_id) DO NOTHING
"""
_COLUMNS = "event_id, stream, subject, body, error, attempts, dead_at, replayed_at"
_LIST = f"""
SELECT {_COLUMNS} FROM dead_letter
WHERE ($1 OR replayed_at IS NULL) AND ($2::timestamptz IS NULL OR (dead_at, event_id) < ($2, $3::uuid))
ORDER BY dead_at DESC, event_id DESC LIMIT $4
"""  # noqa: S608 - column names, no input
_SHOW = f"SELECT {_COLUMNS} FROM dead_letter WHERE event_id = $1"  # noqa: S608
_TAKE = f"{_SHOW} FOR UPDATE"
_REPLAYED = "UPDATE dead_letter SET replayed_at = coalesce(replayed_at, clock_timestamp()) WHERE event_id = $1"
# Its outbox row counts as published since it was refused, and housekeeping may have taken it away.
_AGAIN = """
INSERT INTO outbox (id, subject, body) SELECT event_id, subject, body FROM dead_letter WHERE event_id = $1
ON CONFLICT (id) DO UPDATE SET published_at = NULL
"""


class DeadLetterNotFound(NotFound):
    slug = "dead-letter-not-found"
    title = "There is no such dead letter"


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An event that could not be taken. `stream` is "outbox" for one of our own that the broker refused."""

    event_id: UUID
    stream: str
    subject: str
    body: bytes
    error: str
    attempts: int
    dead_at: datetime
    replayed_at: datetime | None


async def add(
    connection: RawConnection, *, event_id: UUID, stream: str, subject: str, body: bytes, error: str, attempts: int
) -> None:
    """Keep a dead letter; the same event again changes nothing."""
    # NUL can't be stored in PostgreSQL's text.
    text = error.replace("\x00", "\ufffd")[:ERROR_LIMIT]
    await connection.execute(_ADD, event_id, stream, subject, body, text, attempts)
    measures.DEAD.labels(stream).inc()


async def listed(
    connection: RawConnection, *, limit: int, after: tuple[datetime, UUID] | None = None, replayed: bool = False
) -> Sequence[DeadLetter]:
    """Dead letters, newest first, from after the given (dead_at, event_id); with `replayed` also those done with."""
    dead_at, event_id = after or (None, None)
    rows = await connection.fetch(_LIST, replayed, dead_at, event_id, limit)
    return [DeadLetter(**dict(row)) for row in rows]


async def waiting(connection: RawConnection) -> int:
    """How many dead letters nobody has replayed."""
    return int(await connection.fetchval("SELECT count(*) FROM dead_letter WHERE replayed_at IS NULL"))


async def shown(connection: RawConnection, event_id: UUID) -> DeadLetter:
    """One dead letter. Raises DeadLetterNotFound."""
    row = await connection.fetchrow(_SHOW, event_id)
    if row is None:
        raise DeadLetterNotFound
    return DeadLetter(**dict(row))


async def replay(event_id: UUID, *, dispatch: Dispatch, context: Context) -> bool:
    """Try a dead letter again: the inbox claim, the reaction and the mark in one transaction.

    False when it was replayed before, or the event had been taken meanwhile; that is marked too. Raises
    DeadLetterNotFound, Undeliverable, and what the reaction raises: then nothing has changed. One of our own that the
    broker refused is published again.
    """
    async with context.transactions.begin() as tx:
        return await replay_in(tx, event_id, dispatch=dispatch, context=context)


async def replay_in(tx: Transaction, event_id: UUID, *, dispatch: Dispatch, context: Context) -> bool:
    """The same in a transaction that an edge has begun."""
    connection = await tx.raw()
    row = await connection.fetchrow(_TAKE, event_id)
    if row is None:
        raise DeadLetterNotFound
    if row["replayed_at"] is not None:
        return False  # the inbox may have forgotten it by now
    done = await _apply(row, dispatch, context, tx)
    await connection.execute(_REPLAYED, event_id)
    return done


async def _apply(row: Any, dispatch: Dispatch, context: Context, tx: Transaction) -> bool:
    connection = await tx.raw()
    if row["stream"] == REFUSED_STREAM:
        await connection.execute(_AGAIN, row["event_id"])
        return True
    received = dispatch.read(row["body"])
    if not await inbox.claim(connection, [received.id]):
        return False
    tx.correlation_id, tx.traceparent = received.correlation_id, received.traceparent
    await dispatch.apply([received], tx, context.clock.now())
    return True
