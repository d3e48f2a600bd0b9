"""Notes that guide the staff, as lines of a handoff's summary (RO-3)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from services.routing.domain.ledger_line import Line
from shared.messaging.transaction import Transaction


async def lines(
    complaint_id: UUID,  # noqa: ARG001 - nothing is kept so far
    tx: Transaction,  # noqa: ARG001
    *,
    now: datetime | None = None,  # noqa: ARG001
) -> tuple[Line, ...]:
    """The notes that hold for this case now (RO-15); none where none is kept."""
    return ()
