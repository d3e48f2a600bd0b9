"""Compliments: added in batches, found by the comments they came from, moved when others leave the row."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from services.recognition.domain.compliment import Compliment, Standing
from services.recognition.domain.tally import Tally
from shared.messaging.transaction import Transaction

_ADD = """
INSERT INTO compliment (id, comment_id, staff_id, programme_id, status, why, place, recorded_at)
SELECT id, comment_id, staff_id, programme_id, status, why, place, $8
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::integer[], $5::text[], $6::text[], $7::integer[])
    AS t (id, comment_id, staff_id, programme_id, status, why, place)
"""
_PEOPLE = """
SELECT DISTINCT programme_id, staff_id FROM compliment WHERE comment_id = ANY ($1::uuid[]) AND status = 'valid'
"""
_STANDING = """
SELECT id, comment_id, programme_id, staff_id, place FROM compliment
WHERE comment_id = ANY ($1::uuid[]) AND status = 'valid' ORDER BY id
"""
_LAST = """
SELECT c.id, c.comment_id, c.programme_id, c.staff_id, c.place
FROM unnest($1::integer[], $2::uuid[], $3::integer[]) AS wanted (programme_id, staff_id, beyond)
JOIN compliment AS c ON c.programme_id = wanted.programme_id AND c.staff_id = wanted.staff_id
    AND c.place > wanted.beyond
"""
# One statement, so that the places are without a gap when the schema looks.
_CLOSE = """
UPDATE compliment AS c SET place = t.place,
    status = CASE WHEN t.place IS NULL THEN 'reversed' ELSE 'valid' END,
    why = CASE WHEN t.place IS NULL THEN 'withdrawn' END,
    reversed_at = CASE WHEN t.place IS NULL THEN $4::timestamptz END
FROM unnest($1::uuid[], $2::uuid[], $3::integer[]) AS t (staff_id, id, place)
WHERE c.staff_id = t.staff_id AND c.id = t.id
"""


async def add(compliments: Sequence[Compliment], tx: Transaction) -> None:
    """Store new compliments; all of one `recorded_at`."""
    if not compliments:
        return
    await (await tx.raw()).execute(
        _ADD,
        [each.id for each in compliments],
        [each.comment.comment_id for each in compliments],
        [each.staff_id for each in compliments],
        [each.programme_id for each in compliments],
        [each.status for each in compliments],
        [each.why for each in compliments],
        [each.place for each in compliments],
        compliments[0].recorded_at,
    )


async def people_of(comment_ids: Collection[UUID], tx: Transaction) -> list[tuple[int, UUID]]:
    """For whom, and in which programme, these comments count now."""
    return [(row[0], row[1]) for row in await (await tx.raw()).fetch(_PEOPLE, list(comment_ids))]


async def standing_of(comment_ids: Collection[UUID], tx: Transaction) -> list[Standing]:
    """The valid compliments that came of these comments; exact while the tallies of `people_of` are locked."""
    return [Standing(*row) for row in await (await tx.raw()).fetch(_STANDING, list(comment_ids))]


async def last_of(beyond: Collection[tuple[Tally, int]], tx: Transaction) -> list[Standing]:
    """The compliments that stand beyond a place, per tally."""
    rows = await (await tx.raw()).fetch(
        _LAST,
        [tally.programme_id for tally, _ in beyond],
        [tally.staff_id for tally, _ in beyond],
        [place for _, place in beyond],
    )
    return [Standing(*row) for row in rows]


async def close_the_row(places: Sequence[tuple[Standing, int | None]], *, at: datetime, tx: Transaction) -> None:
    """Move compliments to new places; those that get none are reversed."""
    await (await tx.raw()).execute(
        _CLOSE,
        [standing.staff_id for standing, _ in places],
        [standing.id for standing, _ in places],
        [place for _, place in places],
        at,
    )
