"""Rewards: row to domain, added in batches, saved after a change."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from services.recognition.domain.ledger import RewardStatus
from services.recognition.domain.programme import RewardKind
from services.recognition.domain.reward import Reward
from services.recognition.storage.tables import reward
from shared.messaging.transaction import Transaction

_FIELDS = (
    "id",
    "programme_id",
    "staff_id",
    "kind",
    "days",
    "ordinal",
    "slot",
    "status",
    "version",
    "granted_at",
    "approved_at",
    "approved_by",
    "redeemed_at",
    "redeemed_on",
    "reversed_at",
)
_COLUMNS = [reward.c[name] for name in _FIELDS]
_ADD = """
INSERT INTO reward (id, programme_id, staff_id, kind, days, ordinal, slot, status, version, granted_at)
SELECT * FROM unnest($1::uuid[], $2::integer[], $3::uuid[], $4::text[], $5::numeric[], $6::integer[], $7::integer[],
    $8::text[], $9::integer[], $10::timestamptz[])
"""
_LIVE = f"""
SELECT {", ".join(f"r.{name}" for name in _FIELDS)}
FROM reward AS r
JOIN unnest($1::integer[], $2::uuid[]) AS wanted (programme_id, staff_id) USING (programme_id, staff_id)
WHERE r.slot IS NOT NULL ORDER BY r.id FOR UPDATE OF r
"""  # noqa: S608 - our own column names
_SAVE = """
UPDATE reward AS r SET slot = t.slot, status = t.status, version = t.version, approved_at = t.approved_at,
    approved_by = t.approved_by, redeemed_at = t.redeemed_at, redeemed_on = t.redeemed_on, reversed_at = t.reversed_at
FROM unnest($1::uuid[], $2::integer[], $3::text[], $4::integer[], $5::timestamptz[], $6::uuid[], $7::timestamptz[],
    $8::date[], $9::timestamptz[])
    AS t (id, slot, status, version, approved_at, approved_by, redeemed_at, redeemed_on, reversed_at)
WHERE r.id = t.id
"""


def reward_of(row: Row[Any] | Any) -> Reward:
    """A row of the reward table as a reward."""
    fields = dict(zip(_FIELDS, row, strict=True))
    fields["kind"] = RewardKind(fields["kind"])
    fields["status"] = RewardStatus(fields["status"])
    return Reward(**fields)


def selecting() -> Any:
    """A SELECT of what `reward_of` reads."""
    return select(*_COLUMNS)


async def load_for_change(reward_id: UUID, tx: Transaction) -> Reward | None:
    """A reward, locked until the transaction ends."""
    row = (await tx.execute(selecting().where(reward.c.id == reward_id).with_for_update())).one_or_none()
    return None if row is None else reward_of(row)


async def live_rewards(people: Collection[tuple[int, UUID]], tx: Transaction) -> list[Reward]:
    """The live rewards of these (programme, person) pairs, locked until the transaction ends."""
    rows = await (await tx.raw()).fetch(_LIVE, [key[0] for key in people], [key[1] for key in people])
    return [reward_of(tuple(row)) for row in rows]


async def add(rewards: Sequence[Reward], tx: Transaction) -> None:
    """Store new rewards; their grants must reach the ledger before the commit."""
    if not rewards:
        return
    await (await tx.raw()).execute(
        _ADD,
        [each.id for each in rewards],
        [each.programme_id for each in rewards],
        [each.staff_id for each in rewards],
        [each.kind for each in rewards],
        [each.days for each in rewards],
        [each.ordinal for each in rewards],
        [each.slot for each in rewards],
        [each.status for each in rewards],
        [each.version for each in rewards],
        [each.granted_at for each in rewards],
    )


async def save(rewards: Sequence[Reward], tx: Transaction) -> None:
    """Store changed rewards that are locked, in one statement, so that their slots may change places."""
    await (await tx.raw()).execute(
        _SAVE,
        [each.id for each in rewards],
        [each.slot for each in rewards],
        [each.status for each in rewards],
        [each.version for each in rewards],
        [each.approved_at for each in rewards],
        [each.approved_by for each in rewards],
        [each.redeemed_at for each in rewards],
        [each.redeemed_on for each in rewards],
        [each.reversed_at for each in rewards],
    )
