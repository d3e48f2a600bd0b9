"""Additions to a story: it only grows (IN-6)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import insert

from services.intake.domain.addition import Addition
from services.intake.storage.tables import addition as table
from shared.messaging.transaction import Transaction


async def add(complaint_id: UUID, addition: Addition, tx: Transaction) -> None:
    """Write one; there is no way to change or remove it."""
    await tx.execute(
        insert(table).values(
            id=addition.id,
            complaint_id=complaint_id,
            text=addition.text,
            channel=addition.channel.value if addition.channel else None,
            added_by=addition.added_by,
            added_at=addition.added_at,
            verified=addition.verified,
        )
    )
