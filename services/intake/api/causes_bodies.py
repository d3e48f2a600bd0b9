"""Investigations and root causes as callers send and see them (IN-12)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.intake.domain.link import LinkKind
from services.intake.domain.vocabulary import RootCause
from shared.http.schemas import In, Out, Text

Words = Annotated[str, Text(4000)]


class InvestigationIn(In):
    """What to find out, and about whom; nobody where that isn't known yet."""

    question: Words
    about_staff_id: UUID | None = None


class ConclusionIn(In):
    """What was found, on what evidence, and what the person concerned said."""

    finding: Words
    evidence: Words
    heard_staff: bool
    what_they_said: Words | None = Field(default=None, description="Needed where they were heard")


class InvestigationOut(Out):
    """An investigation, open or concluded; its `version` is its ETag."""

    id: UUID
    version: int
    about_staff_id: UUID | None
    question: str
    opened_by: str
    opened_at: datetime
    finding: str | None
    evidence: str | None
    heard_staff: bool | None
    what_they_said: str | None
    concluded_by: str | None
    concluded_at: datetime | None


class RootCauseIn(In):
    """Why it happened: the one aspect that failed, in words."""

    cause: RootCause
    aspect: Annotated[str, Text(200)] | None = Field(
        default=None, description="Which one aspect, not the whole service; needed"
    )
    explanation: Words | None = Field(default=None, description="Needed")
    link_id: UUID | None = Field(default=None, description="The linked thing or person that it was")
    investigation_id: UUID | None = Field(default=None, description="Needed where a person is the cause")


class RootCauseOut(Out):
    """A cause that was concluded; `named_*` is what was linked then."""

    id: UUID
    cause: RootCause
    aspect: str
    explanation: str
    named_kind: LinkKind | None
    named_reference: str | None
    investigation_id: UUID | None
    concluded_by: str
    concluded_at: datetime


class RootCauseConcludedOut(Out):
    """The cause, and the complaint's version with it."""

    complaint_id: UUID
    version: int
    root_cause: RootCauseOut
