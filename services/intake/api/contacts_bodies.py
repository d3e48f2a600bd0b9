"""Contacts and waiting as callers send and see them (IN-15)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.intake.api.finding_bodies import FindingOut
from services.intake.domain.contact import Direction
from services.intake.domain.vocabulary import Channel
from shared.http.schemas import In, Instant, Out, Text

Words = Annotated[str, Text(4000)]


class ContactIn(In):
    """One contact: what was said, what came of it, and what it took."""

    direction: Direction
    channel: Channel
    said: Words
    outcome: Annotated[str, Text(2000)]
    minutes_waited: int | None = Field(
        default=None, ge=0, le=10_000_000, description="How long the customer waited: in the line, for the call back"
    )
    what_it_took: Annotated[str, Text(2000)] | None = None
    at: Instant | None = Field(default=None, description="When it was; else now")


class ContactLogOut(Out):
    """One contact."""

    id: UUID
    direction: Direction
    channel: Channel
    at: datetime
    minutes_waited: int | None
    said: str
    outcome: str
    what_it_took: str | None
    logged_by: str
    logged_at: datetime


class ContactLoggedOut(ContactLogOut):
    """One contact as it was logged; `wording` is what could have been said better."""

    wording: list[FindingOut]


class WaitingOut(Out):
    """How long the customer waited for a first answer, and in all contacts together."""

    complaint_id: UUID
    received_at: datetime
    first_answered_at: datetime | None
    minutes_to_first_answer: int | None
    contacts_in: int
    contacts_out: int
    minutes_waited_total: int | None
    minutes_waited_longest: int | None
