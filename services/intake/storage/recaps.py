"""Recaps of a complaint: load, add, settle."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from services.intake.domain.recap import ConfirmedBy, Recap, RecapStatus
from services.intake.domain.vocabulary import Channel
from services.intake.storage.tables import recap as table
from shared.messaging.transaction import Transaction

COLUMNS = tuple(column for column in table.c if column.name != "complaint_id")


async def load(complaint_id: UUID, tx: Transaction) -> list[Recap]:
    """All versions, in order."""
    rows = await tx.execute(select(*COLUMNS).where(table.c.complaint_id == complaint_id).order_by(table.c.version))
    return [recap_of(row) for row in rows.mappings()]


async def save(complaint_id: UUID, recap: Recap, tx: Transaction) -> None:
    """Add a version, or write the customer's word on one."""
    row = {
        "complaint_id": complaint_id,
        "version": recap.version,
        "text": recap.text,
        "status": recap.status.value,
        "proposed_by": recap.proposed_by,
        "proposed_at": recap.proposed_at,
        "confirmed_by": recap.confirmed_by.value if recap.confirmed_by else None,
        "settled_by": recap.settled_by,
        "settled_channel": recap.settled_channel.value if recap.settled_channel else None,
        "settled_at": recap.settled_at,
    }
    statement = insert(table).values(row)
    word = ("status", "confirmed_by", "settled_by", "settled_channel", "settled_at")
    await tx.execute(
        statement.on_conflict_do_update(
            index_elements=[table.c.complaint_id, table.c.version],
            set_={name: statement.excluded[name] for name in word},
        )
    )


def recap_of(row: Mapping[Any, Any]) -> Recap:
    """A row as a recap."""
    values = dict(row)
    values["status"] = RecapStatus(values["status"])
    values["confirmed_by"] = ConfirmedBy(values["confirmed_by"]) if values["confirmed_by"] else None
    values["settled_channel"] = Channel(values["settled_channel"]) if values["settled_channel"] else None
    return Recap(**values)
