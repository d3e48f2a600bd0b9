"""Programmes: rows to domain."""

from __future__ import annotations

from sqlalchemy import select

from services.recognition.domain.programme import Programme, RewardKind
from services.recognition.storage.tables import programme
from shared.messaging.transaction import Transaction

_ACTIVE = select(programme).where(programme.c.active)


async def active_programme(tx: Transaction) -> Programme | None:
    """The programme by which comments are judged now; None when the company runs none."""
    row = (await tx.execute(_ACTIVE)).one_or_none()
    if row is None:
        return None
    return Programme(
        id=row.id,
        code=row.code,
        threshold=row.threshold,
        min_rating=row.min_rating,
        voluntary_only=row.voluntary_only,
        reward=RewardKind(row.reward),
        days=row.days,
    )
