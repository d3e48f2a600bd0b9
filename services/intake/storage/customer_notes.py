"""Notes about customers: personal, so a note that is deleted is gone."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, insert, or_, select

from services.intake.domain.customer_note import CustomerNote, NoteNotFound
from services.intake.storage.tables import customer
from services.intake.storage.tables import customer_note as table
from shared.messaging.transaction import Transaction


async def add(customer_id: UUID, note: CustomerNote, tx: Transaction) -> None:
    """Write one."""
    await tx.execute(
        insert(table).values(
            id=note.id,
            customer_id=customer_id,
            text=note.text,
            ask_about_on=note.ask_about_on,
            expires_on=note.expires_on,
            noted_by=note.noted_by,
            noted_at=note.noted_at,
        )
    )


async def remove(customer_id: UUID, note_id: UUID, tx: Transaction) -> None:
    """Delete one about this person, on whichever of their merged records it stands. Raises NoteNotFound."""
    records = select(customer.c.id).where(or_(customer.c.id == customer_id, customer.c.survivor_id == customer_id))
    done = await tx.execute(delete(table).where(table.c.id == note_id, table.c.customer_id.in_(records)))
    if not done.rowcount:
        raise NoteNotFound
