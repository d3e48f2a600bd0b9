"""A customer, for those who may see a complaint of theirs (IN-3)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import exists, select

from services.intake.domain.actor import Actor
from services.intake.domain.errors import CustomerNotFound
from services.intake.storage.rows import plain
from services.intake.storage.tables import complaint, customer
from services.intake.storage.visibility import visible_to
from shared.messaging.transaction import Transaction

# When they were last seen changes without a new version, which is the ETag.
_HIDDEN = ("match_key", "last_seen_at")
_COLUMNS = tuple(column for column in customer.c if column.name not in _HIDDEN)


async def customer_view(customer_id: UUID, tx: Transaction, *, actor: Actor) -> dict[str, Any]:
    """The customer. Raises CustomerNotFound, also when none of their complaints is the reader's to see."""
    chosen = select(*_COLUMNS).where(customer.c.id == customer_id)
    if actor.teams is not None:
        theirs = select(complaint.c.id).where(complaint.c.customer_id == customer_id, visible_to(actor))
        chosen = chosen.where(exists(theirs))
    row = (await tx.execute(chosen)).mappings().one_or_none()
    if row is None:
        raise CustomerNotFound
    return plain(row)
