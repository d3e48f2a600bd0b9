"""The attachments of a complaint, for those who may see it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.intake.domain.actor import Actor
from services.intake.domain.attachment import AttachmentNotFound
from services.intake.queries.complaint_view import complaint_row
from services.intake.storage.rows import plain
from services.intake.storage.tables import attachment, complaint
from shared.messaging.transaction import Transaction

_COLUMNS = tuple(column for column in attachment.c if column.name != "complaint_id")


async def attachment_list(
    complaint_id: UUID, tx: Transaction, *, actor: Actor, limit: int, after: UUID | None
) -> list[dict[str, Any]]:
    """At most `limit` attachments beyond `after`, oldest first. Raises ComplaintNotFound."""
    await complaint_row(complaint_id, tx, actor=actor, columns=(complaint.c.id,))
    chosen = select(*_COLUMNS).where(attachment.c.complaint_id == complaint_id)
    if after is not None:
        chosen = chosen.where(attachment.c.id > after)
    return [plain(row) for row in (await tx.execute(chosen.order_by(attachment.c.id).limit(limit))).mappings()]


async def attachment_view(complaint_id: UUID, attachment_id: UUID, tx: Transaction, *, actor: Actor) -> dict[str, Any]:
    """One of them. Raises ComplaintNotFound or AttachmentNotFound."""
    await complaint_row(complaint_id, tx, actor=actor, columns=(complaint.c.id,))
    chosen = select(*_COLUMNS).where(attachment.c.complaint_id == complaint_id, attachment.c.id == attachment_id)
    row = (await tx.execute(chosen)).mappings().one_or_none()
    if row is None:
        raise AttachmentNotFound
    return plain(row)
