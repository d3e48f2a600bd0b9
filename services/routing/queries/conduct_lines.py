"""Cautions about conduct, as lines of a handoff's summary (RO-3)."""

from __future__ import annotations

from uuid import UUID

from services.routing.domain.conduct import ConductStatus
from services.routing.domain.ledger_line import Line
from services.routing.domain.sanction import SanctionStatus
from services.routing.storage import conducts, sanctions
from services.routing.storage.tables.conduct import sanction as table
from shared.messaging.transaction import Transaction

_SAID: dict[ConductStatus, str] = {
    ConductStatus.WITH_SENIOR: "conduct_open",
    ConductStatus.WITH_MANAGER: "conduct_open",
    ConductStatus.SETTLED: "conduct_handled",
    ConductStatus.SANCTIONED: "conduct_sanctioned",
}
"""The sentence for each; a report that was dropped is held against nobody."""
_OVER = (SanctionStatus.LIFTED, SanctionStatus.ENDED)


async def lines(complaint_id: UUID, tx: Transaction) -> tuple[Line, ...]:
    """What somebody must know before they speak with the customer (RO-10, RO-11).

    How bad it was and where it stands, and what was decided; what was dropped or lifted is held against nobody.
    """
    reports = [
        Line(_SAID[one.status], {"level": one.level.value, "at": one.reported_at.date().isoformat()})
        for one in await conducts.of(complaint_id, tx)
        if one.status in _SAID
    ]
    decisions = [
        Line(
            f"sanction_{one.measure.value}",
            {"since": one.decided_at.date().isoformat(), "until": one.until.date().isoformat() if one.until else ""},
        )
        for one in await sanctions.listed(tx, where=[table.c.complaint_id == complaint_id], limit=20)
        if one.status not in _OVER
    ]
    return (*reports, *decisions)
