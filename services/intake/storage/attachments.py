"""Attachments of a complaint: add, count."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from sqlalchemy import func, insert, select

from services.intake.domain.attachment import Attachment
from services.intake.storage.tables import attachment as table
from shared.messaging.transaction import Transaction


async def add(complaint_id: UUID, attachment: Attachment, tx: Transaction) -> None:
    """Write one."""
    await tx.execute(insert(table).values(complaint_id=complaint_id, **asdict(attachment)))


async def count(complaint_id: UUID, tx: Transaction) -> int:
    """How many there are; the complaint is locked, so that two at once don't pass the bound together."""
    counted = select(func.count()).select_from(table).where(table.c.complaint_id == complaint_id)
    return int((await tx.execute(counted)).scalar_one())
