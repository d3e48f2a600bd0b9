"""An upload was announced and never kept: its bytes are removed, because they may be somebody's."""

from __future__ import annotations

from sqlalchemy import select

from services.intake.domain.attachment import key_of
from services.intake.gateways import Gateways
from services.intake.storage.tables import attachment
from shared.messaging.context import Context
from shared.messaging.timers import Due, complete


async def discard_upload(due: Due, context: Context) -> None:
    """Remove them. Raises Unavailable (tried again) while the store does not answer."""
    gateways: Gateways = context.gateways
    async with context.transactions.begin() as tx:
        kept = (await tx.execute(select(attachment.c.id).where(attachment.c.id == due.key))).first()
    if kept is None:
        await gateways.attachments.delete(key_of(due.key))
    async with context.transactions.begin() as tx:
        await complete(due, tx)
