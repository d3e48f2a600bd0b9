"""What falls due: claimed with a lease and a fencing token, by the database's clock (SU-8).

Scheduling is in schedule.py; this is the claiming and the completing. The loop is in timer_runner.py.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson

from shared.db.engine import RawConnection
from shared.kernel.errors import Conflict
from shared.messaging.context import Context
from shared.messaging.schedule import Timer, schedule, unschedule
from shared.messaging.transaction import Transaction

__all__ = [
    "CLAIM_LIMIT",
    "Due",
    "LeaseLost",
    "Timer",
    "TimerHandler",
    "claim",
    "complete",
    "lateness",
    "put_off",
    "schedule",
    "unschedule",
]

CLAIM_LIMIT = 100
LEASE = timedelta(seconds=60)
"""How long a worker has a timer for itself; afterwards another may take it."""

# The bound is statement_timestamp(): clock_timestamp() is volatile, so every timer would be read to find those that are
# due. `offset` is zero in production; the development clock moves what "now" means, and the database still decides.
_CLAIM = """
UPDATE timer
SET visible_at = clock_timestamp() + $2::interval + $3::interval, token = token + 1, attempts = attempts + 1
WHERE id IN (
    SELECT id FROM timer
    WHERE visible_at <= statement_timestamp() + $2::interval AND kind = ANY($1::text[])
    ORDER BY visible_at LIMIT $4 FOR UPDATE SKIP LOCKED
)
RETURNING id, kind, key, due_at, payload, token, attempts
"""
_COMPLETE = "DELETE FROM timer WHERE id = $1 AND token = $2"
_PUT_OFF = """
UPDATE timer SET visible_at = clock_timestamp() + $3::interval + $4::interval WHERE id = $1 AND token = $2
"""
_NEXT = """
SELECT extract(epoch FROM min(visible_at) - clock_timestamp() - $1::interval)::float8 FROM timer
"""


class LeaseLost(Conflict):
    """Somebody else has the timer now, or it was moved or taken out: what was done for it must be rolled back."""

    slug = "timer-lease-lost"
    title = "This timer is no longer in your hands"


@dataclass(frozen=True, slots=True)
class Due:
    """A timer that has fallen due and is in our hands until the lease ends. `attempts` counts this one."""

    id: UUID
    kind: str
    key: UUID
    due_at: datetime
    payload: Mapping[str, Any]
    token: int
    attempts: int


TimerHandler = Callable[[Due, Context], Awaitable[None]]


async def claim(
    connection: RawConnection,
    *,
    kinds: Sequence[str],
    offset: timedelta,
    limit: int = CLAIM_LIMIT,
    lease: timedelta = LEASE,
) -> list[Due]:
    """Take up to `limit` timers of these kinds that are due, the longest overdue first, for the length of a lease."""
    rows = await connection.fetch(_CLAIM, list(kinds), offset, lease, min(limit, CLAIM_LIMIT))
    return [Due(**{**dict(row), "payload": orjson.loads(row["payload"])}) for row in rows]


async def complete(due: Due, tx: Transaction) -> None:
    """Take the timer out, in the transaction of what it caused. Raises LeaseLost."""
    connection = await tx.raw()
    if await connection.execute(_COMPLETE, due.id, due.token) != "DELETE 1":
        raise LeaseLost


async def put_off(connection: RawConnection, due: Due, *, by: timedelta, offset: timedelta) -> None:
    """Give a timer back, to be tried again after `by`; nothing happens where the lease is lost."""
    await connection.execute(_PUT_OFF, due.id, due.token, offset, by)


async def lateness(connection: RawConnection, *, offset: timedelta) -> float | None:
    """Seconds for which the most overdue timer has waited; negative: until the next one. None where there is none."""
    until = await connection.fetchval(_NEXT, offset)
    return None if until is None else -until
