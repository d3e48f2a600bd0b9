"""Who is told what a lesson changed, and whom a person has to tell (IN-21)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.intake.domain.actor import Actor
from services.intake.domain.telling import TellingStatus
from services.intake.queries.families import require_family
from services.intake.storage.rows import plain
from services.intake.storage.tables import complaint, telling
from services.intake.storage.visibility import visible_to
from shared.messaging.transaction import Transaction

_COLUMNS = (
    telling.c.id,
    telling.c.lesson_id,
    telling.c.customer_id,
    telling.c.complaint_id,
    complaint.c.reference,
    telling.c.status,
    telling.c.attempts,
    telling.c.due_at,
    telling.c.settled_at,
    telling.c.settled_by,
    telling.c.channel,
)


async def telling_list(
    family_id: UUID,
    tx: Transaction,
    *,
    actor: Actor,
    status: TellingStatus | None,
    limit: int,
    after: UUID | None,
) -> list[dict[str, Any]]:
    """At most `limit` beyond `after`, of complaints that the reader may see. Raises FamilyNotFound."""
    await require_family(family_id, tx, actor=actor)
    chosen = (
        select(*_COLUMNS)
        .join(complaint, complaint.c.id == telling.c.complaint_id)
        .where(telling.c.family_id == family_id, visible_to(actor))
    )
    if status is not None:
        chosen = chosen.where(telling.c.status == status.value)
    if after is not None:
        chosen = chosen.where(telling.c.id > after)
    rows = await tx.execute(chosen.order_by(telling.c.id).limit(limit))
    return [plain(row) for row in rows.mappings()]
