"""A customer, and what became of their record, for those who may see a complaint of theirs (IN-3)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.intake.domain.actor import Actor
from services.intake.domain.errors import CustomerNotFound
from services.intake.storage.customers import require_seen, seen_by
from services.intake.storage.rows import plain
from services.intake.storage.tables import customer, customer_change
from shared.messaging.transaction import Transaction

# When they were last seen changes without a new version, which is the ETag.
_HIDDEN = ("match_key", "last_seen_at")
_COLUMNS = tuple(column for column in customer.c if column.name not in _HIDDEN)
_CHANGE = tuple(column for column in customer_change.c if column.name != "customer_id")


async def customer_view(customer_id: UUID, tx: Transaction, *, actor: Actor) -> dict[str, Any]:
    """The customer, with the records that were merged into theirs.

    Raises CustomerNotFound, also when none of their complaints is the reader's to see.
    """
    chosen = select(*_COLUMNS).where(customer.c.id == customer_id, seen_by(actor))
    row = (await tx.execute(chosen)).mappings().one_or_none()
    if row is None:
        raise CustomerNotFound
    taken_in = select(customer.c.id).where(customer.c.merged_into == customer_id).order_by(customer.c.id)
    return plain(row) | {"took_in": list((await tx.execute(taken_in)).scalars())}


async def change_list(
    customer_id: UUID, tx: Transaction, *, actor: Actor, limit: int, after: UUID | None
) -> list[dict[str, Any]]:
    """At most `limit` corrections older than `after`, newest first. Raises CustomerNotFound."""
    await require_seen((customer_id,), tx, actor=actor)
    chosen = select(*_CHANGE).where(customer_change.c.customer_id == customer_id)
    if after is not None:
        chosen = chosen.where(customer_change.c.id < after)
    rows = await tx.execute(chosen.order_by(customer_change.c.id.desc()).limit(limit))
    return [plain(row) for row in rows.mappings()]
