"""Note something worth remembering about a customer, or take a note away (IN-4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.intake.domain.actor import Actor
from services.intake.domain.customer_note import CustomerNote, check_note
from services.intake.storage import customer_notes, customers
from shared.kernel.ids import new_id
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteCustomer:
    """A note about this customer."""

    customer_id: UUID
    text: str
    ask_about_on: date | None
    expires_on: date | None
    actor: Actor
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetNote:
    """A note that is wrong, or not ours to keep."""

    customer_id: UUID
    note_id: UUID
    actor: Actor


async def note_customer(command: NoteCustomer, tx: Transaction) -> CustomerNote:
    """Write it down. Raises CustomerNotFound, CustomerMergedAway or NoteOfThePast."""
    record = await customers.load(command.customer_id, tx, actor=command.actor)
    record.require_whole()
    note = check_note(
        CustomerNote(
            id=new_id(),
            text=command.text,
            ask_about_on=command.ask_about_on,
            expires_on=command.expires_on,
            noted_by=command.actor.subject,
            noted_at=command.now,
        )
    )
    await customer_notes.add(record.id, note, tx)
    return note


async def forget_note(command: ForgetNote, tx: Transaction) -> None:
    """Delete it for good. Raises CustomerNotFound or NoteNotFound."""
    await customers.require_seen((command.customer_id,), tx, actor=command.actor)
    await customer_notes.remove(command.customer_id, command.note_id, tx)
