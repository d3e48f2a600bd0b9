"""Tallies: the row per person that serialises who counts for them. The database itself keeps the numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from services.recognition.domain.programme import Programme
from services.recognition.domain.tally import Tally
from shared.messaging.transaction import Transaction

# First what is missing, then the locks, both sorted: whoever holds a lock has no insertion left to wait for.
_BEGIN = """
INSERT INTO staff_tally (programme_id, staff_id, threshold)
SELECT $1, id, $2 FROM unnest($3::uuid[]) AS t (id) ORDER BY id
ON CONFLICT DO NOTHING
"""
_LOCK = """
SELECT t.programme_id, t.staff_id, t.threshold, t.valid, t.granted, t.rewards
FROM staff_tally AS t JOIN unnest($1::integer[], $2::uuid[]) AS wanted (programme_id, staff_id)
    USING (programme_id, staff_id)
ORDER BY t.programme_id, t.staff_id FOR UPDATE OF t
"""


async def lock_or_begin(staff_ids: Collection[UUID], *, programme: Programme, tx: Transaction) -> dict[UUID, Tally]:
    """The tallies of these people in a programme, locked until the transaction ends; new ones stand at zero."""
    if not staff_ids:
        return {}
    await (await tx.raw()).execute(_BEGIN, programme.id, programme.threshold, list(staff_ids))
    locked = await lock(((programme.id, staff_id) for staff_id in staff_ids), tx)
    return {tally.staff_id: tally for tally in locked}


async def lock(keys: Iterable[tuple[int, UUID]], tx: Transaction) -> list[Tally]:
    """The tallies of these (programme, person) pairs, locked in one order for all until the transaction ends."""
    wanted = list(keys)
    rows = await (await tx.raw()).fetch(_LOCK, [key[0] for key in wanted], [key[1] for key in wanted])
    return [Tally(*row) for row in rows]
