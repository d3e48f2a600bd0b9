"""What is worth remembering about a customer: short, dated, for people only (IN-4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from shared.kernel.errors import FieldError, Invalid, NotFound


class NoteNotFound(NotFound):
    slug = "note-not-found"
    title = "There is no such note about this customer"


class NoteOfThePast(Invalid):
    slug = "note-of-the-past"
    title = "A note that has expired already would never be read"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerNote:
    """A note; `ask_about_on` is the day it is about, after `expires_on` nobody is shown it any more."""

    id: UUID
    text: str
    ask_about_on: date | None
    expires_on: date | None
    noted_by: str
    noted_at: datetime


def check_note(note: CustomerNote) -> CustomerNote:
    """The note, if it will ever be read. Raises NoteOfThePast."""
    if note.expires_on is not None and note.expires_on < note.noted_at.date():
        raise NoteOfThePast(fields=(FieldError("/expires_on", "is over already"),))
    return note
