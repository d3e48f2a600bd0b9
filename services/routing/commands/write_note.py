"""Write a note for those who handle cases, or a new edition of one (RO-15)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from services.routing.domain.actor import Actor
from services.routing.domain.note import Note, NoteNotFound, require_team
from services.routing.storage import notes
from shared.kernel.errors import PreconditionFailed
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class WriteNote:
    """An edition, complete: the first one has the number 1, any other follows the one that was read."""

    note: Note
    by: Actor


async def write_note(command: WriteNote, tx: Transaction) -> Note:
    """Keep it; of two next editions of the same one the second is told.

    Raises NoteNotFound (missing and foreign alike), PreconditionFailed, NotYourNote.
    """
    note = command.note
    if note.edition > 1:
        await _require_latest(note.id, note.edition - 1, command.by, tx)
    require_team(command.by.sees_team(note.department))
    if not await notes.add(note, tx):
        raise PreconditionFailed(current_version=note.edition)
    return note


async def _require_latest(note_id: UUID, edition: int, by: Actor, tx: Transaction) -> None:
    known = await notes.editions(note_id, tx)
    if not known or not known[-1].is_seen_by(by):
        raise NoteNotFound
    require_team(by.sees_team(known[-1].department))
    if known[-1].edition != edition:
        raise PreconditionFailed(current_version=known[-1].edition)
