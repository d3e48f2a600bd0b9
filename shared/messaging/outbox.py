"""Events that wait to be published: written with the state that they tell of, in the same transaction (SU-1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.contracts.envelope import Sealed
from shared.db.engine import RawConnection

COUNT_BOUND = 100_000
"""Depth is counted up to here: counting a huge backlog must not slow down the draining of it."""

_INSERT = """
INSERT INTO outbox (id, subject, body)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::bytea[])
"""
_DEPTH = "SELECT count(*) FROM (SELECT 1 FROM outbox WHERE published_at IS NULL LIMIT $1) AS waiting"
_AGE = """
SELECT extract(epoch FROM clock_timestamp() - created_at)::float8
FROM outbox WHERE published_at IS NULL ORDER BY id LIMIT 1
"""
_REPUBLISH_STEP = """
UPDATE outbox SET published_at = NULL
WHERE id IN (
    SELECT id FROM outbox WHERE created_at >= $1 AND published_at < $2 ORDER BY id LIMIT $3 FOR UPDATE
)
"""
_STEP = 5_000


@dataclass(frozen=True, slots=True)
class OutboxState:
    """How many events wait (counted up to COUNT_BOUND) and for how many seconds the oldest has waited."""

    depth: int
    oldest_seconds: float


async def insert(connection: RawConnection, sealed: Sequence[Sealed]) -> None:
    """Write the events in one statement; they become visible to the relay with the caller's commit."""
    await connection.execute(
        _INSERT,
        [message.id for message in sealed],
        [message.subject for message in sealed],
        [message.body for message in sealed],
    )


async def state(connection: RawConnection) -> OutboxState:
    """What waits in the outbox now."""
    depth = await connection.fetchval(_DEPTH, COUNT_BOUND)
    oldest = await connection.fetchval(_AGE) if depth else None
    return OutboxState(depth=depth, oldest_seconds=oldest or 0.0)


async def republish(connection: RawConnection, *, since: datetime) -> int:
    """Let everything created since then be published again, and return how many events that is.

    Heals a broker that lost its memory; where it has not, message ids and inboxes make it a repetition without effect.
    Each step is its own transaction, unless the caller has one open.
    """
    # The bound is fixed at the start: rows that the relay marks meanwhile must not come round again for ever.
    until = await connection.fetchval("SELECT clock_timestamp()")
    total = 0
    while True:
        done = await connection.execute(_REPUBLISH_STEP, since, until, _STEP)
        count = int(done.rpartition(" ")[2])
        total += count
        if count < _STEP:
            return total
