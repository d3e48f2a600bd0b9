"""The bodies of apologies: bounds only; what must be there is the gate's to say (IN-16)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.intake.api.finding_bodies import RemarkOut
from services.intake.domain.vocabulary import Channel
from shared.http.schemas import In, Instant, Out

_Words = Annotated[str, Field(max_length=2000)]


class StepIn(In):
    """What will be done, and by when, where that can be said."""

    what: _Words = ""
    by_when: Instant | None = None


class ApologyIn(In):
    """One sincere apology, as it was said, with the steps that follow; a second one says why."""

    for_what: _Words | None = Field(default=None, description="What it is for, in a few words for ourselves")
    text: _Words | None = Field(default=None, description="As the customer reads or hears it, without justification")
    steps: Annotated[list[StepIn], Field(max_length=20)] = Field(default=[], description="At least one")
    channel: Channel | None = None
    reason: _Words | None = Field(default=None, description="Why another apology is due; for the second and later ones")


class StepOut(Out):
    what: str
    by_when: datetime | None


class ApologyOut(Out):
    """An apology that was made; `number` counts those about one complaint."""

    id: UUID
    number: int
    for_what: str
    text: str
    steps: list[StepOut]
    channel: Channel
    reason: str | None
    said_by: str
    said_at: datetime


class ApologisedOut(ApologyOut):
    """An apology just made, with remarks on its wording."""

    wording: list[RemarkOut]
