"""Apologies: how many there were, and one more; none is changed or removed."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, insert, select

from services.intake.domain.apology import Apology
from services.intake.storage.tables import apology as table
from shared.messaging.transaction import Transaction


async def count(complaint_id: UUID, tx: Transaction) -> int:
    """How many were made about a complaint."""
    return int((await tx.execute(select(func.count()).where(table.c.complaint_id == complaint_id))).scalar_one())


async def add(complaint_id: UUID, apology: Apology, tx: Transaction) -> None:
    """Write one under its number."""
    steps = [
        {"what": step.what, "by_when": step.by_when.isoformat() if step.by_when else None} for step in apology.steps
    ]
    await tx.execute(
        insert(table).values(
            id=apology.id,
            complaint_id=complaint_id,
            number=apology.number,
            for_what=apology.for_what,
            text=apology.text,
            steps=steps,
            channel=apology.channel.value,
            reason=apology.reason,
            said_by=apology.said_by,
            said_at=apology.said_at,
        )
    )
