"""What routing itself has on record about a case, as the lines of a handoff's summary (RO-3)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from services.routing.domain.summary import Ledgers
from services.routing.queries import callback_lines, conduct_lines, note_lines, promise_lines, spend_lines
from shared.messaging.transaction import Transaction


async def ledgers_of(complaint_id: UUID, tx: Transaction, *, now: datetime) -> Ledgers:
    """The lines of each ledger, and the notes that hold at `now`; read in the transaction that writes the summary."""
    return Ledgers(
        promises=await promise_lines.lines(complaint_id, tx),
        spends=await spend_lines.lines(complaint_id, tx),
        callbacks=await callback_lines.lines(complaint_id, tx),
        conduct=await conduct_lines.lines(complaint_id, tx),
        notes=await note_lines.lines(complaint_id, tx, now=now),
    )
