"""A handler has read a note: from now on it comes after those that they have not (RO-15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.routing.domain.actor import Actor
from services.routing.domain.note import Note, NoteNotFound, ReaderUnknown
from services.routing.storage import notes, staff
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class SeeNote:
    """Which edition was read."""

    note_id: UUID
    edition: int
    by: Actor
    now: datetime


async def see_note(command: SeeNote, tx: Transaction) -> Note:
    """Remember it. Raises NoteNotFound (missing and foreign alike), ReaderUnknown."""
    known = await notes.editions(command.note_id, tx)
    found = next((note for note in known if note.edition == command.edition), None)
    if found is None or not found.is_seen_by(command.by):
        raise NoteNotFound
    reader = await staff.record_of(command.by, tx)
    if reader is None:
        raise ReaderUnknown
    await notes.mark_seen(found, reader.id, tx, now=command.now)
    return found
