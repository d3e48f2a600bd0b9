"""Who let another edition hold for which case and why; and which cases have another one than asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from services.routing.domain.pack_choice import Pin
from services.routing.domain.retiming import Retimed
from shared.kernel.ids import new_id
from shared.messaging.transaction import Transaction

_OTHERWISE = """
SELECT DISTINCT p.complaint_id FROM case_pack p JOIN case_file c USING (complaint_id)
WHERE c.status <> 'closed' AND ($3::uuid[] IS NULL OR p.complaint_id = ANY($3::uuid[])) AND {}
ORDER BY p.complaint_id LIMIT $4
"""
_BY: dict[Retimed, str] = {
    Retimed.PACK: _OTHERWISE.format("p.pack = $1 AND p.edition <> $2"),
    Retimed.CALENDAR: _OTHERWISE.format("p.calendar = $1 AND p.calendar_edition <> $2"),
}
_ADD = """
INSERT INTO retiming (id, complaint_id, what, code, from_edition, to_edition, why, by_subject, at)
SELECT id, complaint_id, $3, $4, from_edition, to_edition, $7, $8, $9
FROM unnest($1::uuid[], $2::uuid[], $5::int[], $6::int[]) AS t (id, complaint_id, from_edition, to_edition)
"""


async def otherwise(
    what: Retimed, code: str, edition: int, tx: Transaction, *, among: Sequence[UUID] | None, limit: int
) -> Sequence[UUID]:
    """Cases that are not closed and have another edition of this pack or calendar, in the order of their ids."""
    rows = await (await tx.raw()).fetch(_BY[what], code, edition, None if among is None else list(among), limit)
    return [row["complaint_id"] for row in rows]


async def add(
    changed: Sequence[tuple[Pin, Pin]],
    tx: Transaction,
    *,
    what: Retimed,
    code: str,
    why: str,
    by: str,
    now: datetime,
) -> None:
    """Keep that these pins became others."""
    pack = what is Retimed.PACK
    await (await tx.raw()).execute(
        _ADD,
        [new_id() for _ in changed],
        [before.complaint_id for before, _ in changed],
        what.value,
        code,
        [before.edition if pack else before.calendar_edition for before, _ in changed],
        [after.edition if pack else after.calendar_edition for _, after in changed],
        why,
        by,
        now,
    )
