"""The bodies of likeness and duplicates."""

from __future__ import annotations

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import Field, model_validator

from services.intake.api.schemas import CustomerIn, Key, Short, Verbatim
from services.intake.domain.duplicate import Reason, Strength
from services.intake.domain.lifecycle import Status
from services.intake.domain.vocabulary import Channel, RootCause
from shared.http.schemas import In, LanguageTag, Out


class Why(Out):
    """Why two complaints are thought alike."""

    words: list[str]
    """The most telling words that both have, in some form."""
    same: list[str]
    """Which of product, category, root cause and department are the same."""


class Alike(Out):
    """A complaint like another; a member of `family_id` already, where that is not null."""

    id: UUID
    reference: str
    status: Status
    channel: Channel
    excerpt: str
    customer_id: UUID | None
    product: str | None
    department: str | None
    category: str | None
    root_cause: RootCause | None
    language: str
    received_at: datetime
    recorded_at: datetime
    family_id: UUID | None
    score: float
    likeness: float
    """Of the texts alone."""
    why: Why


class DuplicateOut(Out):
    """A complaint that may be the same one, and why; a person decides."""

    id: UUID
    reference: str
    status: Status
    channel: Channel
    excerpt: str
    product: str | None
    department: str | None
    language: str
    received_at: datetime
    recorded_at: datetime
    family_id: UUID | None
    reasons: list[Reason]
    strength: Strength
    weight: float
    likeness: float
    words: list[str]
    days_apart: int


class DuplicateCheckIn(In):
    """A complaint that is being taken down; nothing of it is kept."""

    narrative: Verbatim
    customer: CustomerIn | None = None
    product: Short | None = None
    department: Short | None = None
    order_reference: Short | None = None
    channel: Channel | None = None
    language: LanguageTag | None = Field(default=None, description="Of the complaint; else the customer's")
    source: Key | None = None
    external_id: Short | None = None

    @model_validator(mode="after")
    def _both_or_neither(self) -> Self:
        if (self.source is None) != (self.external_id is None):
            raise ValueError("source and external_id go together")
        return self


class DuplicateCheckOut(Out):
    """What it may be a duplicate of, strongest first."""

    candidates: list[DuplicateOut]
