"""The comments that recognition heard of: received, withdrawn, or withdrawn before they were received."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from services.recognition.domain.compliment import HeardComment
from shared.messaging.transaction import Transaction

# Sorted, so that two transactions with overlapping batches meet in one order and never deadlock.
_RECEIVE = """
INSERT INTO comment (id, customer_id, rating, voluntary, received_at)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::smallint[], $4::boolean[], $5::timestamptz[]) AS t (id) ORDER BY id
ON CONFLICT (id) DO UPDATE SET customer_id = excluded.customer_id, rating = excluded.rating,
    voluntary = excluded.voluntary, received_at = excluded.received_at
WHERE comment.received_at IS NULL
RETURNING id, withdrawn_at IS NOT NULL AS withdrawn
"""
_WITHDRAW = """
INSERT INTO comment (id, withdrawn_at)
SELECT * FROM unnest($1::uuid[], $2::timestamptz[]) AS t (id) ORDER BY id
ON CONFLICT (id) DO UPDATE SET withdrawn_at = excluded.withdrawn_at
WHERE comment.withdrawn_at IS NULL
RETURNING id
"""


class Taken(NamedTuple):
    """Which comments are new here, and which of them had been taken back before they came."""

    fresh: set[UUID]
    withdrawn: set[UUID]


async def receive(comments: Collection[HeardComment], tx: Transaction) -> Taken:
    """Note comments, each once: `fresh` has those that nobody noted before. Their ids must differ."""
    rows = await (await tx.raw()).fetch(
        _RECEIVE,
        [comment.comment_id for comment in comments],
        [comment.customer_id for comment in comments],
        [comment.rating for comment in comments],
        [comment.voluntary for comment in comments],
        [comment.received_at for comment in comments],
    )
    return Taken({row[0] for row in rows}, {row[0] for row in rows if row[1]})


async def withdraw(ids: Sequence[UUID], at: Sequence[datetime], tx: Transaction) -> set[UUID]:
    """Note withdrawals, each once, also of comments that have not come yet; return those that are new."""
    return {row[0] for row in await (await tx.raw()).fetch(_WITHDRAW, ids, at)}
