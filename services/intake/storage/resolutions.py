"""Resolutions of a complaint: each is kept, also when a reopening overtook it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import insert

from services.intake.domain.resolution import Resolution
from services.intake.storage.tables import resolution as table
from shared.messaging.transaction import Transaction


async def add(complaint_id: UUID, resolution: Resolution, tx: Transaction) -> None:
    """Write one under its number."""
    cost = resolution.cost
    await tx.execute(
        insert(table).values(
            complaint_id=complaint_id,
            number=resolution.number,
            what_was_done=resolution.what_was_done,
            what_it_took=resolution.what_it_took,
            recap_version=resolution.recap_version,
            customer_unreachable=resolution.customer_unreachable,
            wish_met=resolution.wish_met,
            root_cause=resolution.root_cause.value,
            liability_accepted=resolution.liability_accepted,
            cost_amount=cost.amount if cost else None,
            cost_currency=cost.currency if cost else None,
            thanks=resolution.thanks,
            resolved_by=resolution.resolved_by,
            resolved_at=resolution.resolved_at,
        )
    )
