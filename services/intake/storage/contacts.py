"""Contacts about a complaint: they are only added."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, select

from services.intake.domain.contact import Contact
from services.intake.storage.tables import complaint
from services.intake.storage.tables import contact as table
from shared.messaging.transaction import Transaction


async def add(complaint_id: UUID, contact: Contact, tx: Transaction) -> None:
    """Write one; there is no way to change or remove it."""
    await tx.execute(
        insert(table).values(
            id=contact.id,
            complaint_id=complaint_id,
            direction=contact.direction.value,
            channel=contact.channel.value,
            at=contact.at,
            minutes_waited=contact.minutes_waited,
            said=contact.said,
            outcome=contact.outcome,
            what_it_took=contact.what_it_took,
            logged_by=contact.logged_by,
            logged_at=contact.logged_at,
        )
    )


async def received_at(complaint_id: UUID, tx: Transaction) -> datetime:
    """When the complaint reached us: the customer waits since then."""
    found: datetime = (
        await tx.execute(select(complaint.c.received_at).where(complaint.c.id == complaint_id))
    ).scalar_one()
    return found
