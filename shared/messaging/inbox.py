"""Which events this service has taken: claimed by INSERT, never by looking first, and with the effect (SU-1)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from shared.db.engine import RawConnection

# Sorted, so that two workers with overlapping batches wait for each other in one order and never deadlock.
_CLAIM = """
INSERT INTO inbox (event_id) SELECT id FROM unnest($1::uuid[]) AS t (id) ORDER BY id
ON CONFLICT DO NOTHING RETURNING event_id
"""


async def claim(connection: RawConnection, event_ids: Sequence[UUID]) -> set[UUID]:
    """Mark events as taken and return those that were not taken before; the caller's rollback gives them back.

    Where another transaction has an event in hand, this waits for its outcome.
    """
    rows = await connection.fetch(_CLAIM, event_ids)
    return {row["event_id"] for row in rows}
