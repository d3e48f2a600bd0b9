"""Which packs hold for whom, and what is pinned to each case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, insert, select

from services.routing.domain.pack_choice import PackChoice, Pin
from services.routing.storage.tables.pack import pack_choice
from shared.messaging.transaction import Transaction

_PIN = """
INSERT INTO case_pack (complaint_id, pack, edition, calendar, calendar_edition, pinned_at)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::int[], $4::text[], $5::int[], $6::timestamptz[])
    AS t (complaint_id, pack, edition, calendar, calendar_edition, pinned_at)
ORDER BY complaint_id, pack
ON CONFLICT (complaint_id, pack) DO NOTHING
"""
_PINS = """
SELECT complaint_id, pack, edition, calendar, calendar_edition, pinned_at FROM case_pack
WHERE complaint_id = ANY($1::uuid[]) ORDER BY complaint_id, pack
"""
_REPIN = """
UPDATE case_pack SET edition = $2, calendar = $3, calendar_edition = $4
WHERE complaint_id = $1 AND pack = $5
"""


async def add(choice: PackChoice, tx: Transaction) -> None:
    """A new choice; those before it stay, for what they held for."""
    await tx.execute(
        insert(pack_choice).values(
            id=choice.id,
            department=choice.department,
            product=choice.product,
            branch=choice.branch,
            codes=list(choice.codes),
            calendar_code=choice.calendar_code,
            valid_from=choice.valid_from,
            by_subject=choice.by_subject,
        )
    )


async def all_of(tx: Transaction) -> tuple[PackChoice, ...]:
    """Every choice that was ever made: a few dozen."""
    return tuple(_choice(row) for row in (await tx.execute(select(pack_choice))).mappings())


async def listed(tx: Transaction, *, where: ColumnElement[bool], limit: int) -> Sequence[PackChoice]:
    """Choices, the latest one first."""
    rows = await tx.execute(
        select(pack_choice).where(where).order_by(pack_choice.c.valid_from.desc(), pack_choice.c.id.desc()).limit(limit)
    )
    return [_choice(row) for row in rows.mappings()]


async def pin(found: Sequence[Pin], tx: Transaction) -> None:
    """Pin editions to complaints that have none; what is pinned stays."""
    if not found:
        return
    await (await tx.raw()).execute(
        _PIN,
        [one.complaint_id for one in found],
        [one.pack for one in found],
        [one.edition for one in found],
        [one.calendar for one in found],
        [one.calendar_edition for one in found],
        [one.pinned_at for one in found],
    )


async def pins_of(complaint_ids: Collection[UUID], tx: Transaction) -> dict[UUID, tuple[Pin, ...]]:
    """What is pinned to these complaints."""
    found: dict[UUID, list[Pin]] = defaultdict(list)
    for row in await (await tx.raw()).fetch(_PINS, list(complaint_ids)):
        found[row["complaint_id"]].append(Pin(**row))
    return {complaint_id: tuple(pinned) for complaint_id, pinned in found.items()}


async def repin(pinned: Sequence[Pin], tx: Transaction) -> None:
    """Let other editions hold, because somebody said so."""
    await (await tx.raw()).executemany(
        _REPIN, [(one.complaint_id, one.edition, one.calendar, one.calendar_edition, one.pack) for one in pinned]
    )


def _choice(row: Any) -> PackChoice:
    return PackChoice(**{**row, "codes": tuple(row["codes"])})
