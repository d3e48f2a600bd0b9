"""Notes on products and policies that reach the handler with the case (RO-15).

A note is never changed: a new edition takes its place from a moment on, and what was in force before can be read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.routing.domain.actor import Actor
from shared.kernel.errors import Conflict, FieldError, Forbidden, Invalid, NotFound


class NoteNotFound(NotFound):
    slug = "note-not-found"
    title = "There is no such note here"


class NotYourNote(Forbidden):
    slug = "not-your-note"
    title = "Notes for this department are written by others"


class ReaderUnknown(Conflict):
    slug = "note-reader-unknown"
    title = "Only somebody in the directory can have read it"


class NoteNeverValid(Invalid):
    slug = "note-never-valid"
    title = "A note ends after it begins"

    def __init__(self) -> None:
        super().__init__(fields=(FieldError("/valid_until", "must be later than its beginning"),))


@dataclass(frozen=True, slots=True)
class Note:
    """One edition of a note. Whom it is for: None of department, product and wish means any."""

    id: UUID
    edition: int
    title: str
    text: str
    language: str
    valid_from: datetime
    by: str
    at: datetime
    department: str | None = None
    product: str | None = None
    wish: str | None = None
    valid_until: datetime | None = None

    def __post_init__(self) -> None:
        if self.valid_until is not None and self.valid_until <= self.valid_from:
            raise NoteNeverValid

    @property
    def version(self) -> int:
        """Its edition is what If-Match names."""
        return self.edition

    @property
    def exactness(self) -> int:
        """How much of a case it names: the more, the sooner the handler should read it."""
        return sum(member is not None for member in (self.department, self.product, self.wish))

    def is_seen_by(self, actor: Actor) -> bool:
        """Whether it is theirs to read: a note for all, or for a department that they see."""
        return self.department is None or actor.sees_team(self.department)

    def is_for(self, *, department: str | None, product: str | None, wish: str | None) -> bool:
        """Whether it belongs to a case of these; a product is the same in capitals."""
        return (
            self.department in (None, department)
            and self.wish in (None, wish)
            and (self.product is None or (product is not None and self.product.casefold() == product.casefold()))
        )


def current(editions: Iterable[Note], *, now: datetime) -> Note | None:
    """The edition in force: the latest one that has begun, None where that has ended or none has begun."""
    begun = max((note for note in editions if note.valid_from <= now), key=lambda note: note.edition, default=None)
    return None if begun is None or (begun.valid_until is not None and begun.valid_until <= now) else begun


def require_team(sees: bool) -> None:
    """Raises NotYourNote unless whoever writes sees the department that it is for."""
    if not sees:
        raise NotYourNote
