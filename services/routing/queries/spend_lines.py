"""Spends of recovery budgets, as lines of a handoff's summary (RO-3)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import true

from services.routing.domain.ledger_line import Line
from services.routing.storage import spends
from shared.messaging.transaction import Transaction

MOST = 50
"""So many at most: a summary is read, not audited."""


async def lines(complaint_id: UUID, tx: Transaction) -> tuple[Line, ...]:
    """What was spent on this case, the first one first (RO-9); not what was put right; none where none is kept."""
    return tuple(
        Line("spend", {"amount": str(one.amount.amount), "currency": one.amount.currency, "what": one.what})
        for one in await spends.of(complaint_id, tx, where=true(), limit=MOST)
        if one.reversed_by is None
    )
