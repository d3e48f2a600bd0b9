"""The bodies of customers: their records, corrections, merges and possible matches (IN-3)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from services.intake.api.schemas import Long, Short, TimeZone
from services.intake.domain.customer_match import MatchReason, MatchStrength
from services.intake.domain.vocabulary import PreferredContact
from shared.http.schemas import Email, In, LanguageTag, Out

Number = Annotated[str, Field(min_length=1, max_length=100)]


class CustomerOut(Out):
    """A customer; their complaints are at /v1/complaints?customer_id=.

    A record that was merged away says into which (`merged_into`), and which one stands for the person in the end
    (`survivor_id`): the complaints are there. `took_in` are the records that were merged into this one.
    """

    id: UUID
    version: int
    name: str | None
    email: str | None
    phone: str | None
    address: str | None
    account_number: str | None
    username: str | None
    language: str | None
    time_zone: str | None
    preferred_contact: PreferredContact | None
    created_at: datetime
    merged_into: UUID | None
    survivor_id: UUID | None
    merged_at: datetime | None
    merged_by: str | None
    took_in: list[UUID]


class CustomerItem(Out):
    """A customer in a list."""

    id: UUID
    version: int
    name: str | None
    email: str | None
    phone: str | None
    account_number: str | None
    username: str | None
    language: str | None
    survivor_id: UUID | None
    created_at: datetime


class CustomerPatch(In):
    """Corrected details: what is left out stays, null takes it away."""

    name: Short | None = None
    email: Email | None = None
    phone: Annotated[str, Field(min_length=1, max_length=40)] | None = Field(
        default=None, description="With its country code; kept as E.164"
    )
    address: Annotated[str, Field(min_length=1, max_length=500)] | None = None
    account_number: Number | None = None
    username: Number | None = None
    language: LanguageTag | None = None
    time_zone: TimeZone | None = None
    preferred_contact: PreferredContact | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("name a detail to correct")
        return self

    def changes(self) -> dict[str, Any]:
        """The details that were named."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class CustomerChangeOut(Out):
    """A correction: which details, and what they were before."""

    id: UUID
    fields: list[str]
    before: dict[str, str | None]
    changed_by: str
    changed_at: datetime


class MatchOut(Out):
    """A person who may be the same one, and why.

    The details are those of the record that matched; `customer_id` stands for that person where it was merged away.
    """

    customer_id: UUID
    record_id: UUID
    strength: MatchStrength
    reasons: list[MatchReason]
    name: str | None
    email: str | None
    phone: str | None
    address: str | None
    account_number: str | None
    username: str | None
    created_at: datetime


class MatchesOut(Out):
    """The strongest first, at most 25; nobody is ever merged without a person's word."""

    matches: list[MatchOut]


class CustomerMergeIn(In):
    """The record that goes on, and why these are one person."""

    into: UUID
    reason: Long | None = None


class UnmergeIn(In):
    """Why they are two people after all."""

    reason: Long | None = None


class MergeStepOut(Out):
    """A merge or its undoing, and how many complaints moved with it."""

    id: UUID
    step: Literal["merged", "unmerged"]
    customer_id: UUID
    other_id: UUID
    complaints_moved: int
    reason: str | None
    done_by: str
    done_at: datetime
