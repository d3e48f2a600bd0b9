"""The notes that belong to a case, in the order in which its handler should read them (RO-15)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.routing.domain.actor import Actor
from services.routing.domain.case import Case
from services.routing.domain.note import Note
from services.routing.storage import notes
from shared.messaging.transaction import Transaction

NoteKey = tuple[int, int, datetime, UUID]


@dataclass(frozen=True, slots=True)
class CaseNote:
    """A note in force that belongs to a case; `seen` by whoever asks."""

    note: Note
    seen: bool

    @property
    def key(self) -> NoteKey:
        """By which a handler reads: the greatest first."""
        return (int(not self.seen), self.note.exactness, self.note.at, self.note.id)


async def notes_for(case: Case, tx: Transaction, *, by: Actor | None, now: datetime) -> Sequence[CaseNote]:
    """The notes in force for a case: those that `by` has not seen first, then the most exact, then the latest."""
    found = [
        note
        for note in await notes.in_force(tx, department=case.department, now=now)
        if note.is_for(department=case.department, product=case.product, wish=case.wish)
    ]
    reader = None if by is None else by.staff_id
    seen = frozenset() if reader is None or not found else await notes.seen(reader, found, tx)
    shown = [CaseNote(note, (note.id, note.edition) in seen) for note in found]
    return sorted(shown, key=lambda one: one.key, reverse=True)
