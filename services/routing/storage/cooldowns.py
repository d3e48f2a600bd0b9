"""Who rests from hot cases: claimed by one upsert, so that two workers never both succeed (RO-10)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from services.routing import settings
from services.routing.storage.tables.cooldown import hot_rest
from shared.messaging.transaction import Transaction

_HAS_IT = "SELECT EXISTS (SELECT FROM hot_turn WHERE complaint_id = $1 AND staff_id = $2 AND ended_at IS NULL)"
# The two people in the order of their ids, so that cases going both ways between them never wait in a ring.
_HOLD = """
SELECT FROM hot_rest WHERE staff_id = $2
    OR staff_id = (SELECT staff_id FROM hot_turn WHERE complaint_id = $1 AND ended_at IS NULL)
ORDER BY staff_id FOR UPDATE
"""
_TAKE = """
INSERT INTO hot_rest AS r (staff_id, until, rest) VALUES ($1, $2::timestamptz + $3::interval, $3)
ON CONFLICT (staff_id) DO UPDATE SET until = excluded.until, rest = excluded.rest WHERE r.until <= $2
RETURNING staff_id
"""
_BEGIN = """
INSERT INTO hot_turn (staff_id, began_at, complaint_id, given) VALUES ($1, $2, $3, $4)
ON CONFLICT (staff_id, began_at, complaint_id) DO UPDATE SET ended_at = NULL
"""
# The rest of whoever is left by a case is as long as the one that the settings gave them, else the usual.
_END = """
WITH ended AS (
    UPDATE hot_turn SET ended_at = greatest($2, began_at)
    WHERE complaint_id = $1 AND ended_at IS NULL RETURNING staff_id, ended_at
)
INSERT INTO hot_rest AS r (staff_id, until, rest)
SELECT staff_id, ended_at + $3::interval, $3 FROM ended
ON CONFLICT (staff_id) DO UPDATE SET until = greatest(r.until, excluded.until - excluded.rest + r.rest)
"""
_RENEW = """
INSERT INTO hot_rest AS r (staff_id, until, rest) VALUES ($1, $2::timestamptz + $3::interval, $3)
ON CONFLICT (staff_id) DO UPDATE SET until = greatest(r.until, $2 + r.rest)
"""
_FOLLOW = """
WITH told AS (
    SELECT t.complaint_id, t.at, c.owner_id, c.hot AND c.status = 'open' AS hot
    FROM unnest($1::uuid[], $2::timestamptz[]) AS t (complaint_id, at) JOIN case_file c USING (complaint_id)
), ended AS (
    UPDATE hot_turn h SET ended_at = greatest(t.at, h.began_at)
    FROM told t WHERE h.complaint_id = t.complaint_id AND h.ended_at IS NULL AND NOT t.hot
    RETURNING h.staff_id, h.ended_at AS at
), begun AS (
    INSERT INTO hot_turn (staff_id, began_at, complaint_id, given)
    SELECT t.owner_id, t.at, t.complaint_id, false FROM told t
    WHERE t.hot AND NOT EXISTS (
        SELECT FROM hot_turn h WHERE h.complaint_id = t.complaint_id AND h.ended_at IS NULL
    )
    ON CONFLICT DO NOTHING
    RETURNING staff_id, began_at AS at
)
INSERT INTO hot_rest AS r (staff_id, until, rest)
SELECT staff_id, max(at) + $3::interval, $3 FROM (SELECT * FROM ended UNION ALL SELECT * FROM begun) AS changed
GROUP BY staff_id ORDER BY staff_id
ON CONFLICT (staff_id) DO UPDATE SET until = greatest(r.until, excluded.until - excluded.rest + r.rest)
"""


async def resting(tx: Transaction, *, now: datetime) -> frozenset[UUID]:
    """Who gets no hot case at `now`."""
    return frozenset((await tx.execute(select(hot_rest.c.staff_id).where(hot_rest.c.until > now))).scalars())


async def resting_until(staff_id: UUID, tx: Transaction) -> datetime | None:
    """When the rest is over of somebody who had a hot case; None for whoever never had one."""
    found: datetime | None = (
        await tx.execute(select(hot_rest.c.until).where(hot_rest.c.staff_id == staff_id))
    ).scalar_one_or_none()
    return found


async def take(staff_id: UUID, complaint_id: UUID, tx: Transaction, *, now: datetime, rest: timedelta) -> bool:
    """Let somebody take a hot case, after which they rest for `rest`; False while they rest from another one.

    Whoever had the case before rests anew. Taking what one has already changes nothing. Lock the case first.
    """
    connection = await tx.raw()
    if await connection.fetchval(_HAS_IT, complaint_id, staff_id):
        return True
    await connection.execute(_HOLD, complaint_id, staff_id)
    if await connection.fetchval(_TAKE, staff_id, now, rest) is None:
        return False
    await connection.execute(_END, complaint_id, now, settings.hot_rest())
    await connection.execute(_BEGIN, staff_id, now, complaint_id, True)
    return True


async def leave_with(staff_id: UUID, complaint_id: UUID, tx: Transaction, *, now: datetime) -> None:
    """A hot case came to somebody whom nobody chose for it (a deputy, whoever had it before): they rest from now on.

    Whoever had it before them rests anew too.
    """
    connection = await tx.raw()
    if await connection.fetchval(_HAS_IT, complaint_id, staff_id):
        return
    await connection.execute(_HOLD, complaint_id, staff_id)
    await connection.execute(_END, complaint_id, now, settings.hot_rest())
    await connection.execute(_BEGIN, staff_id, now, complaint_id, False)
    await connection.execute(_RENEW, staff_id, now, settings.hot_rest())


async def renew(staff_id: UUID, tx: Transaction, *, now: datetime) -> None:
    """Somebody's rest begins anew, because they calmed a customer down; it is never cut short."""
    await (await tx.raw()).execute(_RENEW, staff_id, now, settings.hot_rest())


async def follow(moments: Mapping[UUID, datetime], tx: Transaction) -> None:
    """What was told of complaints may make cases hot, or end that: their owners rest from then on, or anew.

    One statement for a batch. A case that grows hot with its owner was not given to them as a hot one: its turn says
    so. `moments` says when each complaint was told of.
    """
    ordered = sorted(moments)
    await (await tx.raw()).execute(_FOLLOW, ordered, [moments[one] for one in ordered], settings.hot_rest())
