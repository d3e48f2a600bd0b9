"""What we don't know yet about a complaint, until it is answered or needs no answer (IN-7)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from shared.kernel.errors import Conflict, NotFound


class QuestionStatus(StrEnum):
    """Whether it still has to be answered."""

    OPEN = "open"
    ANSWERED = "answered"
    DISMISSED = "dismissed"


class QuestionSettled(Conflict):
    slug = "question-settled"
    title = "This question was already answered or dismissed; ask another"


class QuestionNotFound(NotFound):
    slug = "question-not-found"
    title = "This complaint has no such question"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question; `whom` says who could know. `settled_*` say who wrote the answer or the dismissal down."""

    id: UUID
    text: str
    whom: str | None
    asked_by: str
    asked_at: datetime
    status: QuestionStatus = QuestionStatus.OPEN
    answer: str | None = None
    source: str | None = None
    reason: str | None = None
    settled_by: str | None = None
    settled_at: datetime | None = None

    @property
    def version(self) -> int:
        """1 as asked, 2 when it is settled: it is written twice at most."""
        return 1 if self.status is QuestionStatus.OPEN else 2


def answer(question: Question, *, text: str, source: str, by: str, now: datetime) -> Question:
    """Answered, and who or what says so. Raises QuestionSettled."""
    _still_open(question)
    return replace(question, status=QuestionStatus.ANSWERED, answer=text, source=source, settled_by=by, settled_at=now)


def dismiss(question: Question, *, reason: str, by: str, now: datetime) -> Question:
    """It needs no answer, and why. Raises QuestionSettled."""
    _still_open(question)
    return replace(question, status=QuestionStatus.DISMISSED, reason=reason, settled_by=by, settled_at=now)


def _still_open(question: Question) -> None:
    if question.status is not QuestionStatus.OPEN:
        raise QuestionSettled(f"The question is {question.status} already")
