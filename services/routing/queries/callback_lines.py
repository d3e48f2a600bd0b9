"""Callbacks and appointments, as lines of a handoff's summary (RO-3)."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

from services.routing.domain.ledger_line import Line
from services.routing.storage import appointments
from shared.messaging.transaction import Transaction


async def lines(complaint_id: UUID, tx: Transaction) -> tuple[Line, ...]:
    """The calls and appointments of this case that are still to come (RO-12), by the customer's clocks."""
    return tuple(
        Line(
            f"appointment_{one.kind.value}",
            {
                "at": one.starts_at.astimezone(ZoneInfo(one.time_zone)).strftime("%Y-%m-%d %H:%M"),
                "zone": one.time_zone,
                "place": one.place or "",
            },
        )
        for one in await appointments.to_come(complaint_id, tx)
    )
