"""Notes that guide the staff, as lines of a handoff's summary (RO-3)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from services.routing.domain.ledger_line import Line
from services.routing.queries.case_notes import notes_for
from services.routing.storage import cases
from shared.messaging.transaction import Transaction

MOST = 5
"""So many at most: the receiver finds the others with the case."""


async def lines(complaint_id: UUID, tx: Transaction, *, now: datetime) -> tuple[Line, ...]:
    """The notes that hold for this case at `now`, the most exact first (RO-15).

    None where there is no case.
    """
    case = await cases.load(complaint_id, tx)
    if case is None:
        return ()
    found = await notes_for(case, tx, by=None, now=now)
    return tuple(Line("note", {"title": one.note.title, "text": one.note.text}) for one in found[:MOST])
