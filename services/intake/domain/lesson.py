"""What a family of complaints taught, and what was changed because of it, in words for its customers (IN-21)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.intake.domain.family import Family
from shared.kernel.errors import Conflict, FieldError, Invalid


class LessonIncomplete(Invalid):
    slug = "lesson-incomplete"
    title = "A lesson stands on one cause, one corrective action that is done, and words for both"


class LessonPublishedAlready(Conflict):
    slug = "lesson-published-already"
    title = "This family's lesson was published already"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """`text` is for the staff; `what_changed` is for the customers, by language, with `language` to fall back to."""

    id: UUID
    family_id: UUID
    text: str
    language: str
    what_changed: Mapping[str, str]
    complaints: int
    published_at: datetime
    published_by: str


def check(
    family: Family, *, text: str | None, what_changed: str | None, action_done: bool, action_open: bool, members: int
) -> None:
    """Raise LessonIncomplete, naming all that is missing at once; return where nothing is."""
    missing = {
        "/text": None if text else "say what was learned",
        "/what_changed": None if what_changed else "say what has changed, in words for the customers",
        "/root_cause": None if family.root_cause else "the family has no root cause yet",
        "/action": _about_action(done=action_done, open=action_open),
        "/members": None if members else "the family has no complaints",
    }
    fields = tuple(FieldError(pointer, detail) for pointer, detail in missing.items() if detail)
    if fields:
        raise LessonIncomplete(fields=fields, missing=[field.pointer.removeprefix("/") for field in fields])


def in_words_for(lesson_words: Mapping[str, str], *, fallback: str, language: str) -> tuple[str, str]:
    """The language and the text for a customer of `language` (BCP 47): theirs where it was written, else the first."""
    parts = language.lower().split("-")
    written = {tag.lower(): tag for tag in lesson_words}
    while parts:
        if (tag := written.get("-".join(parts))) is not None:
            return tag, lesson_words[tag]
        parts.pop()
    return fallback, lesson_words[fallback]


def _about_action(*, done: bool, open: bool) -> str | None:
    if open:
        return "its corrective action is not done yet"
    return None if done else "nothing has been done about its cause yet"
