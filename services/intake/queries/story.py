"""What hangs on a complaint: its recaps and its additions, in order."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.intake.domain.actor import Actor
from services.intake.domain.errors import RecapNotFound
from services.intake.queries.complaint_view import complaint_row
from services.intake.storage.recaps import COLUMNS as RECAP
from services.intake.storage.rows import plain
from services.intake.storage.tables import addition, complaint, recap
from shared.messaging.transaction import Transaction

ADDITION = (
    addition.c.id,
    addition.c.text,
    addition.c.channel,
    addition.c.added_by,
    addition.c.added_at,
    addition.c.verified,
)


async def recap_list(
    complaint_id: UUID, tx: Transaction, *, actor: Actor, limit: int, after: int | None
) -> list[dict[str, Any]]:
    """At most `limit` recap versions beyond `after`. Raises ComplaintNotFound."""
    await complaint_row(complaint_id, tx, actor=actor, columns=(complaint.c.id,))
    chosen = (
        select(*RECAP)
        .where(recap.c.complaint_id == complaint_id, recap.c.version > (after or 0))
        .order_by(recap.c.version)
        .limit(limit)
    )
    return [plain(row) for row in (await tx.execute(chosen)).mappings()]


async def recap_view(complaint_id: UUID, version: int, tx: Transaction, *, actor: Actor) -> dict[str, Any]:
    """One version. Raises ComplaintNotFound or RecapNotFound."""
    found = await recap_list(complaint_id, tx, actor=actor, limit=1, after=version - 1)
    if not found or found[0]["version"] != version:
        raise RecapNotFound
    return found[0]


async def addition_list(
    complaint_id: UUID, tx: Transaction, *, actor: Actor, limit: int, after: UUID | None
) -> list[dict[str, Any]]:
    """At most `limit` additions beyond `after`, oldest first. Raises ComplaintNotFound."""
    await complaint_row(complaint_id, tx, actor=actor, columns=(complaint.c.id,))
    chosen = select(*ADDITION).where(addition.c.complaint_id == complaint_id)
    if after is not None:
        chosen = chosen.where(addition.c.id > after)
    rows = await tx.execute(chosen.order_by(addition.c.id).limit(limit))
    return [plain(row) for row in rows.mappings()]
