"""Notes about a customer, newest first, those on merged records included (IN-4)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from services.intake.domain.actor import Actor
from services.intake.storage.customers import require_seen
from services.intake.storage.rows import plain
from services.intake.storage.tables import customer, customer_note
from shared.messaging.transaction import Transaction

_NOTE = tuple(column for column in customer_note.c if column.name != "customer_id")


async def note_list(
    customer_id: UUID, tx: Transaction, *, actor: Actor, limit: int, after: UUID | None
) -> list[dict[str, Any]]:
    """At most `limit` notes older than `after`, expired ones too. Raises CustomerNotFound."""
    await require_seen((customer_id,), tx, actor=actor)
    records = select(customer.c.id).where(or_(customer.c.id == customer_id, customer.c.survivor_id == customer_id))
    chosen = select(*_NOTE).where(customer_note.c.customer_id.in_(records))
    if after is not None:
        chosen = chosen.where(customer_note.c.id < after)
    rows = await tx.execute(chosen.order_by(customer_note.c.id.desc()).limit(limit))
    return [plain(row) for row in rows.mappings()]
