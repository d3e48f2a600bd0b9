"""Notes: all of them, one with its editions, and those that a handler needs for a case (RO-15)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.routing.domain.actor import Actor
from services.routing.domain.note import Note, NoteNotFound, current
from services.routing.queries.case_notes import CaseNote, NoteKey, notes_for
from services.routing.queries.case_view import visible_case
from services.routing.queries.sight import KeysetAfter
from services.routing.storage import notes
from services.routing.storage.tables.note import notes as table
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note: its latest edition, the number of the one in force (None: none is), and all of them."""

    latest: Note
    in_force: int | None
    editions: Sequence[Note]

    @property
    def version(self) -> int:
        return self.latest.edition


async def notes_of_case(
    complaint_id: UUID, tx: Transaction, *, by: Actor, now: datetime, limit: int, after: NoteKey | None
) -> Sequence[CaseNote]:
    """At most limit + 1 of the notes that reach the handler with a case. Raises CaseNotFound."""
    case = await visible_case(complaint_id, tx, by=by)
    found = await notes_for(case, tx, by=by, now=now)
    return [one for one in found if after is None or one.key < after][: limit + 1]


async def list_notes(tx: Transaction, *, by: Actor, limit: int, after: KeysetAfter) -> Sequence[Note]:
    """At most limit + 1 notes in their latest editions, the note that was written last first."""
    return await notes.latest(tx, where=after(table.c.id), teams=by.teams, limit=limit + 1)


async def note_view(note_id: UUID, tx: Transaction, *, by: Actor, now: datetime) -> NoteView:
    """One note. Raises NoteNotFound (missing and foreign alike)."""
    editions = await notes.editions(note_id, tx)
    if not editions or not editions[-1].is_seen_by(by):
        raise NoteNotFound
    in_force = current(editions, now=now)
    return NoteView(editions[-1], None if in_force is None else in_force.edition, editions)
