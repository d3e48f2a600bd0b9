"""Bodies of requests about notes, and of their answers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field

from services.routing.domain.note import Note
from services.routing.queries.case_notes import CaseNote
from services.routing.queries.notes_view import NoteView
from shared.http.schemas import Code, In, Instant, LanguageTag, Out, Text

Label = Annotated[str, Text(100)]


class NoteIn(In):
    """A note, or its next edition: what handlers should know of a product or a policy. What is left out fits any."""

    title: Annotated[str, Text(200)]
    text: Annotated[str, Text(10_000)]
    language: LanguageTag = "en"
    department: Label | None = None
    product: Label | None = None
    wish: Annotated[str, Code(64)] | None = Field(default=None, description="a kind of remedy that customers wish")
    valid_from: Instant | None = Field(default=None, description="left out: now")
    valid_until: Instant | None = None

    def note(self, note_id: UUID, *, edition: int, by: str, now: datetime) -> Note:
        """The edition that this describes. Raises NoteNeverValid."""
        return Note(
            id=note_id,
            edition=edition,
            title=self.title,
            text=self.text,
            language=self.language,
            valid_from=self.valid_from or now,
            by=by,
            at=now,
            department=self.department,
            product=self.product,
            wish=self.wish,
            valid_until=self.valid_until,
        )


class NoteSeenIn(In):
    """Which edition was read."""

    edition: Annotated[int, Field(ge=1, le=1_000_000)]


class NoteOut(Out):
    """One edition of a note."""

    id: UUID
    edition: int
    title: str
    text: str
    language: str
    department: str | None
    product: str | None
    wish: str | None
    valid_from: datetime
    valid_until: datetime | None
    by: str
    at: datetime

    @classmethod
    def of(cls, note: Note) -> Self:
        return cls.model_validate(note)


class NoteDetail(NoteOut):
    """The latest edition, the number of the one in force (null: none is), and all editions, the first one first."""

    in_force: int | None
    editions: list[NoteOut]
    version: int

    @classmethod
    def seen(cls, view: NoteView) -> Self:
        latest = NoteOut.of(view.latest).model_dump()
        editions = [NoteOut.of(note) for note in view.editions]
        return cls(**latest, in_force=view.in_force, editions=editions, version=view.version)


class CaseNoteOut(NoteOut):
    """A note in force for a case, and whether the caller has seen it."""

    seen: bool

    @classmethod
    def beside(cls, found: CaseNote) -> Self:
        return cls(**NoteOut.of(found.note).model_dump(), seen=found.seen)
