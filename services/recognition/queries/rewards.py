"""Rewards, newest first, and the ledger of one of them (RE-6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from services.recognition.domain.audience import Audience
from services.recognition.domain.reward import Reward
from services.recognition.storage.rewards import reward_of, selecting
from services.recognition.storage.tables import ledger_entry, reward
from shared.kernel.errors import NotFound
from shared.messaging.transaction import Transaction


async def list_rewards(
    *, staff_id: UUID | None, audience: Audience, before: UUID | None, limit: int, tx: Transaction
) -> list[Reward]:
    """Up to `limit` rewards older than `before`: of one person, or of all whom the caller may see.

    Raises NotFound when a person is named whose rewards are not the caller's to see.
    """
    if staff_id is not None:
        audience.require(staff_id)
    page = selecting().order_by(reward.c.id.desc()).limit(limit)
    if staff_id is not None:
        page = page.where(reward.c.staff_id == staff_id)
    elif not audience.everyone:
        page = page.where(reward.c.staff_id == audience.own)
    if before is not None:
        page = page.where(reward.c.id < before)
    return [reward_of(row) for row in await tx.execute(page)]


async def reward_view(reward_id: UUID, *, audience: Audience, tx: Transaction) -> Reward:
    """One reward. Raises NotFound when there is none, or none that the caller may see."""
    row = (await tx.execute(selecting().where(reward.c.id == reward_id))).one_or_none()
    if row is None:
        raise NotFound
    found = reward_of(row)
    audience.require(found.staff_id)
    return found


async def reward_ledger(
    reward_id: UUID, *, audience: Audience, after: int | None, limit: int, tx: Transaction
) -> Sequence[Row[Any]]:
    """Up to `limit` entries of a reward's ledger after number `after`, oldest first. Raises NotFound."""
    await reward_view(reward_id, audience=audience, tx=tx)
    entries = (
        select(ledger_entry)
        .where(ledger_entry.c.reward_id == reward_id, ledger_entry.c.number > (after or 0))
        .order_by(ledger_entry.c.number)
        .limit(limit)
    )
    return (await tx.execute(entries)).all()
