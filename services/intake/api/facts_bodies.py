"""Statements, verdicts and questions as callers send and see them (IN-7)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.intake.domain.question import QuestionStatus
from services.intake.domain.statement import Matter, Standing
from shared.http.schemas import In, Out, Text

Source = Annotated[str, Text(200)]
"""Who or what says so: a person's role, a document, a record, the customer's word."""
Words = Annotated[str, Text(2000)]


class StatementIn(In):
    """What somebody says happened, and who or what says it."""

    text: Words
    source: Source
    about: Matter | None = None


class VerdictIn(In):
    """What a source says about a statement; `claimed` takes the last verdict back, and `note` says why."""

    status: Standing
    source: Source | None = Field(default=None, description="What shows it; needed to verify or refute")
    note: Words | None = Field(default=None, description="Needed to take a verdict back")


class VerdictOut(Out):
    """One verdict; the newest holds."""

    id: UUID
    number: int
    status: Standing
    source: str | None
    note: str | None
    given_by: str
    given_at: datetime


class StatementOut(Out):
    """A statement with its newest verdict; its `version` is its ETag."""

    id: UUID
    version: int
    text: str
    source: str
    about: Matter | None
    status: Standing
    stated_by: str
    stated_at: datetime
    verdict: VerdictOut | None


class QuestionIn(In):
    """What has to be known, and who could know it."""

    text: Words
    whom: Source | None = None


class AnswerIn(In):
    """The answer, and who or what says so."""

    text: Words
    source: Source


class DismissalIn(In):
    """Why the question needs no answer."""

    reason: Words


class QuestionOut(Out):
    """A question, open or settled; its `version` is its ETag."""

    id: UUID
    version: int
    text: str
    whom: str | None
    asked_by: str
    asked_at: datetime
    status: QuestionStatus
    answer: str | None
    source: str | None
    reason: str | None
    settled_by: str | None
    settled_at: datetime | None
