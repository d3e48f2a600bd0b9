"""Sanctions that routing told of, in whatever order: decided, lifted, or lifted before they were heard of (RO-11)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from services.followup.domain.sanction import Sanction
from shared.db.engine import RawConnection
from shared.messaging.transaction import Transaction

# Lifted before its end it never held; lifted at its end, it held until then.
STANDS = "s.since IS NOT NULL AND (s.lifted_at IS NULL OR s.lifted_at >= s.until)"


def protected(people: str) -> str:
    """SQL for whether a comment `c` is by a sanctioned customer about people whom that protects: `people`, an array."""
    return f"""EXISTS (
        SELECT FROM sanctioned s
        WHERE s.customer_id = c.customer_id AND s.staff_ids && {people} AND s.since <= c.received_at
            AND (s.until IS NULL OR c.received_at < s.until) AND {STANDS}
    )"""


# One array per column; the people protected travel as array literals, which can be ragged.
_HEAR = """
INSERT INTO sanctioned AS s (sanction_id, complaint_id, customer_id, staff_ids, since, until)
SELECT sanction_id, complaint_id, customer_id, staff_ids::uuid[], since, until
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[], $6::timestamptz[])
    AS t (sanction_id, complaint_id, customer_id, staff_ids, since, until)
ORDER BY sanction_id
ON CONFLICT (sanction_id) DO UPDATE SET complaint_id = excluded.complaint_id, customer_id = excluded.customer_id,
    staff_ids = excluded.staff_ids, since = excluded.since, until = excluded.until
WHERE s.since IS NULL
"""
_LIFT = """
INSERT INTO sanctioned AS s (sanction_id, lifted_at)
SELECT sanction_id, min(lifted_at) FROM unnest($1::uuid[], $2::timestamptz[]) AS t (sanction_id, lifted_at)
GROUP BY sanction_id ORDER BY sanction_id
ON CONFLICT (sanction_id) DO UPDATE SET lifted_at = least(s.lifted_at, excluded.lifted_at)
RETURNING customer_id
"""
_OF_COMPLAINTS = f"""
SELECT DISTINCT s.complaint_id FROM sanctioned s
WHERE s.complaint_id = ANY($1::uuid[]) AND s.since <= $2 AND (s.until IS NULL OR $2 < s.until) AND {STANDS}
"""  # noqa: S608 - a constant of ours
_PROTECTS = f"""
SELECT {protected("c.people")}
FROM (SELECT $1::uuid AS customer_id, $2::uuid[] AS people, $3::timestamptz AS received_at) AS c
"""  # noqa: S608 - a constant of ours


async def hear(sanctions: Sequence[Sanction], tx: Transaction) -> None:
    """Note sanctions, each once; one that was lifted before it was heard of stays lifted."""
    await (await tx.raw()).execute(
        _HEAR,
        [one.sanction_id for one in sanctions],
        [one.complaint_id for one in sanctions],
        [one.customer_id for one in sanctions],
        ["{" + ",".join(map(str, one.staff_ids)) + "}" for one in sanctions],
        [one.since for one in sanctions],
        [one.until for one in sanctions],
    )


async def lift(ids: Sequence[UUID], at: Sequence[datetime], tx: Transaction) -> set[UUID]:
    """Note that sanctions were lifted or have ended; the customers concerned, where they are known."""
    rows = await (await tx.raw()).fetch(_LIFT, list(ids), list(at))
    return {row["customer_id"] for row in rows if row["customer_id"] is not None}


async def holding(complaint_ids: Collection[UUID], at: datetime, connection: RawConnection) -> set[UUID]:
    """Which of these complaints have a sanction in force at a moment."""
    return {row["complaint_id"] for row in await connection.fetch(_OF_COMPLAINTS, list(complaint_ids), at)}


async def protects(customer_id: UUID | None, staff_ids: Sequence[UUID], at: datetime, tx: Transaction) -> bool:
    """Whether a sanction against this customer protects one of these people at a moment."""
    return bool(await (await tx.raw()).fetchval(_PROTECTS, customer_id, list(staff_ids), at))
