"""Apologies that were made about a complaint."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.intake.domain.actor import Actor
from services.intake.queries.complaint_view import complaint_row
from services.intake.storage.rows import plain
from services.intake.storage.tables import apology, complaint
from shared.messaging.transaction import Transaction

_COLUMNS = tuple(column for column in apology.c if column.name != "complaint_id")


async def apology_list(
    complaint_id: UUID, tx: Transaction, *, actor: Actor, limit: int, after: UUID | None
) -> list[dict[str, Any]]:
    """At most `limit` apologies beyond `after`, oldest first. Raises ComplaintNotFound."""
    await complaint_row(complaint_id, tx, actor=actor, columns=(complaint.c.id,))
    chosen = select(*_COLUMNS).where(apology.c.complaint_id == complaint_id)
    if after is not None:
        chosen = chosen.where(apology.c.id > after)
    rows = await tx.execute(chosen.order_by(apology.c.id).limit(limit))
    return [plain(row) for row in rows.mappings()]
