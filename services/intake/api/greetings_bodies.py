"""The bodies of the greeting card and of the notes that it shows (IN-4)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.intake.domain.earlier_complaints import Lapse
from services.intake.domain.lifecycle import Status
from services.intake.domain.vocabulary import PreferredContact
from shared.http.schemas import Day, In, Out


class NoteIn(In):
    """Something worth remembering, in a sentence; `ask_about_on` is its day, after `expires_on` it is not shown."""

    text: Annotated[str, Field(min_length=1, max_length=300)]
    ask_about_on: Day | None = None
    expires_on: Day | None = None


class NoteOut(Out):
    """A note about a customer."""

    id: UUID
    text: str
    ask_about_on: Day | None
    expires_on: Day | None
    noted_by: str
    noted_at: datetime


class LapseOut(Out):
    """What went wrong with the handling, and how often."""

    kind: Lapse
    times: int


class EarlierOut(Out):
    """An earlier complaint, and why it was badly handled, if it was."""

    id: UUID
    reference: str
    status: Status
    product: str | None
    recorded_at: datetime
    lapses: list[LapseOut]


class GreetingOut(Out):
    """How to greet a customer, and what to know before; complaints are those that you may see.

    `line` is ready to be said in `language`. `earlier` are over and `open` still wait, a handful of each: more often
    reopened first, then more promises broken, then more often late, then the latest. All empty for an anonymous
    complaint.
    """

    customer_id: UUID | None
    name: str | None
    language: str
    direction: Literal["ltr", "rtl"]
    line: str
    preferred_language: str | None
    preferred_contact: PreferredContact | None
    time_zone: str | None
    returning: bool
    customer_since: datetime | None
    complaints: int
    earlier: list[EarlierOut]
    open: list[EarlierOut]
    notes: list[NoteOut]
