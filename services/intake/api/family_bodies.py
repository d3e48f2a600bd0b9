"""The bodies of families, their members, corrective actions and lessons."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from services.intake.api.finding_bodies import FindingOut
from services.intake.api.schemas import Long, Prose, Short
from services.intake.domain.corrective_action import DueState
from services.intake.domain.family import FamilyStatus, HowAdded
from services.intake.domain.lifecycle import Status
from services.intake.domain.telling import TellingStatus
from services.intake.domain.vocabulary import Channel, RootCause
from shared.http.schemas import Day, In, LanguageTag, Out

MOST_AT_ONCE = 200


def _named_once(ids: list[UUID]) -> list[UUID]:
    if len(set(ids)) != len(ids):
        raise ValueError("must name each complaint once")
    return ids


class FamilyIn(In):
    """A family over complaints that seem to have one cause."""

    title: Short
    complaint_ids: Annotated[list[UUID], Field(min_length=1, max_length=MOST_AT_ONCE), AfterValidator(_named_once)]
    product: Short | None = None
    department: Short | None = None
    category: Short | None = None
    root_cause: RootCause | None = None


class FamilyChangeIn(In):
    """What is to be changed: what is left out stays, null takes it back."""

    title: Short = Field(default="", validate_default=False)
    product: Short | None = None
    department: Short | None = None
    category: Short | None = None
    root_cause: RootCause | None = None


class MemberIn(In):
    """A complaint that belongs to the family; `suggested` says that the system had the idea."""

    complaint_id: UUID
    suggested: bool = False


class ActionIn(In):
    """What is to be done about the cause, by whom and until when."""

    what: Long
    owner_id: UUID = Field(description="The member of staff who answers for it")
    due_on: Day


class OutcomeIn(In):
    """What came of it."""

    outcome: Long


class LessonIn(In):
    """What was learned, for the staff; what has changed, for the customers."""

    text: Prose | None = None
    what_changed: Long | None = Field(default=None, description="Goes to the customers as it is, in `language`")
    language: LanguageTag = "en"
    translations: dict[LanguageTag, Long] = Field(
        default_factory=dict, max_length=20, description="`what_changed` in other languages"
    )


class ToldIn(In):
    """How a person told the customer."""

    channel: Channel


class ActionOut(Out):
    """A corrective action; `due` says how it stands today."""

    id: UUID
    what: str
    owner_id: UUID
    due_on: date
    due: DueState
    planned_by: str
    planned_at: datetime
    overdue_at: datetime | None
    done_at: datetime | None
    done_by: str | None
    outcome: str | None


class FamilyRef(Out):
    """A family as it stands; its `version` is its ETag."""

    id: UUID
    version: int
    title: str
    product: str | None
    department: str | None
    category: str | None
    root_cause: RootCause | None
    status: FamilyStatus
    created_by: str
    created_at: datetime


class FamilyItem(FamilyRef):
    """A family in a list, with its latest corrective action."""

    complaints: int
    action: ActionOut | None


class FamilyLesson(Out):
    """The lesson of a family, and how many customers stand where with it."""

    id: UUID
    text: str
    language: str
    what_changed: dict[str, str]
    complaints: int
    published_at: datetime
    published_by: str
    customers: dict[TellingStatus, int]


class FamilyOut(FamilyRef):
    """A family, whole; its complaints are at /members."""

    complaints: int
    complaints_hidden: int
    """How many of them you may not see."""
    complaints_to_follow: int
    """How many have not taken over the latest cause and category yet."""
    actions: list[ActionOut]
    lesson: FamilyLesson | None


class MemberOut(Out):
    """A complaint in a family."""

    id: UUID
    reference: str
    status: Status
    product: str | None
    department: str | None
    category: str | None
    root_cause: RootCause | None
    language: str
    recorded_at: datetime
    added_by: str
    added_at: datetime
    how: HowAdded


class LessonOut(Out):
    """A lesson just published."""

    id: UUID
    family_id: UUID
    text: str
    language: str
    what_changed: dict[str, str]
    complaints: int
    published_at: datetime
    published_by: str
    customers_to_tell: int
    wording: list[FindingOut]


class TellingOut(Out):
    """One customer and whether they have been told."""

    id: UUID
    lesson_id: UUID
    customer_id: UUID
    complaint_id: UUID
    reference: str
    status: TellingStatus
    attempts: int
    due_at: datetime
    settled_at: datetime | None
    settled_by: str | None
    channel: Channel | None


class SettledOut(Out):
    """A customer whom a person has told."""

    id: UUID
    lesson_id: UUID
    customer_id: UUID
    complaint_id: UUID
    status: TellingStatus
    settled_at: datetime | None
    settled_by: str | None
    channel: Channel | None
