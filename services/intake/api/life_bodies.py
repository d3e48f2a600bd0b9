"""The bodies of the steps in a complaint's life: the customer's word, a merge, a parting."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from services.intake.api.finding_bodies import FindingOut
from services.intake.api.schemas import Long, Prose
from services.intake.domain.lifecycle import Status
from services.intake.domain.vocabulary import Channel, ClosedHow
from shared.http.schemas import In, Out


class WordIn(In):
    """What the customer said about the latest resolution, as somebody on the staff heard it (IN-20)."""

    solved: bool
    channel: Channel
    said: Prose | None = None


class MergeIn(In):
    """The complaint that this one goes on as (IN-21)."""

    into: UUID
    reason: Long | None = None


class PartingIn(In):
    """A manager's decision to end it with respect; what is missing is named, all at once (IN-23)."""

    reason: Long | None = None
    words: Prose | None = None
    where_to_turn: Long | None = None
    channel: Channel | None = None


class StandingOut(Out):
    """Where a complaint stands after a step."""

    id: UUID
    reference: str
    version: int
    status: Status
    owner_id: UUID
    reopened_times: int
    closed_how: ClosedHow | None
    closed_at: datetime | None
    merged_into: UUID | None


class PartedOut(StandingOut):
    """The complaint, parted, and what could have been worded better."""

    wording: list[FindingOut]
