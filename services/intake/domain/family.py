"""Families: complaints that have one cause, get one corrective action and teach one lesson (IN-21)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.intake.domain.vocabulary import RootCause
from shared.kernel.errors import Conflict, FieldError, Invalid, NotFound

REACH_FAMILY = "reach_family"
"""The timer, keyed by the family's id, that takes a change of the family to its members batch by batch."""


class FamilyStatus(StrEnum):
    """How far a family has come."""

    OPEN = "open"
    ACTING = "acting"
    """Somebody works on its cause."""
    LEARNED = "learned"
    """Its lesson is published: an end, and what comes later begins a family of its own."""


class HowAdded(StrEnum):
    """How a complaint came into a family; a person decided either way."""

    BY_HAND = "by_hand"
    SUGGESTED = "suggested"


class FamilyNotFound(NotFound):
    slug = "family-not-found"
    title = "There is no such family of complaints here"


class MemberNotFound(NotFound):
    slug = "family-member-not-found"
    title = "This complaint is not in this family"


class InAFamilyAlready(Conflict):
    slug = "in-a-family-already"
    title = "A complaint is in one family at a time, and this one is in one"


class FamilyLearned(Conflict):
    slug = "family-learned"
    title = "This family's lesson is published; what comes later begins a family of its own"


class PersonIsNoCause(Invalid):
    slug = "person-is-no-cause"
    title = "A family's cause is what lets it happen again, not a person; blame needs an inquiry into each complaint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A family; `class_version` grows with each change that its members must follow."""

    id: UUID
    version: int = 1
    title: str
    product: str | None
    department: str | None
    category: str | None
    root_cause: RootCause | None
    status: FamilyStatus = FamilyStatus.OPEN
    class_version: int = 0
    created_by: str
    created_at: datetime

    @property
    def classifies(self) -> bool:
        """Whether there is something that its members take over."""
        return self.category is not None or self.root_cause is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyChange:
    """What is to be changed; members of `given` that are None are taken back."""

    given: frozenset[str]
    title: str | None = None
    product: str | None = None
    department: str | None = None
    category: str | None = None
    root_cause: RootCause | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A complaint in a family; `reached` is the class version that it has taken over."""

    family_id: UUID
    complaint_id: UUID
    added_by: str
    added_at: datetime
    how: HowAdded
    reached: int = field(default=0)


def found(family: Family) -> Family:
    """The family as it begins. Raises PersonIsNoCause."""
    _no_person(family.root_cause)
    return replace(family, class_version=1 if family.classifies else 0)


def change(family: Family, wanted: FamilyChange) -> Family:
    """The family after a change; a new cause or category is for its members too.

    Raises FamilyLearned or PersonIsNoCause.
    """
    still_open(family)
    _no_person(wanted.root_cause)
    after = replace(family, **{name: getattr(wanted, name) for name in wanted.given})
    if after == family:
        return family
    reaches = (after.category, after.root_cause) != (family.category, family.root_cause) and after.classifies
    return replace(after, version=family.version + 1, class_version=family.class_version + (1 if reaches else 0))


def touched(family: Family, *, status: FamilyStatus | None = None) -> Family:
    """One version on: a member, an action or a lesson came or went."""
    return replace(family, version=family.version + 1, status=status or family.status)


def still_open(family: Family) -> None:
    """Raises FamilyLearned once its lesson is published."""
    if family.status is FamilyStatus.LEARNED:
        raise FamilyLearned


def once_each(complaint_ids: Sequence[UUID]) -> list[UUID]:
    """In the order in which complaints are locked everywhere."""
    return sorted(set(complaint_ids))


def _no_person(cause: RootCause | None) -> None:
    if cause is RootCause.STAFF_ATTITUDE:
        raise PersonIsNoCause(fields=(FieldError("/root_cause", PersonIsNoCause.title),))
