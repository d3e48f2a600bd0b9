"""Notes that guide the staff, as lines of a handoff's summary (RO-3)."""

from __future__ import annotations

from uuid import UUID

from services.routing.domain.ledger_line import Line
from shared.messaging.transaction import Transaction


async def lines(complaint_id: UUID, tx: Transaction) -> tuple[Line, ...]:  # noqa: ARG001 - nothing is kept so far
    """The notes that hold for this case now (RO-15); none where none is kept."""
    return ()
