"""A compliment: what one comment means for one member of staff (RE-1, RE-2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID

from services.recognition.domain.programme import WhyNot


class ComplimentStatus(Enum):
    """Whether it counts."""

    VALID = "valid"
    NOT_COUNTED = "not_counted"
    REVERSED = "reversed"


@dataclass(frozen=True, slots=True)
class HeardComment:
    """A comment as far as recognition knows it: who, how good, asked for or not. Its words stay with followup."""

    comment_id: UUID
    customer_id: UUID | None
    staff_ids: tuple[UUID, ...]
    rating: int
    voluntary: bool
    received_at: datetime
    event_id: UUID
    correlation_id: str


@dataclass(frozen=True, slots=True)
class Compliment:
    """One comment, one person. `place` is where it stands among the person's valid ones, 1 to n without a gap.

    Places 1 to threshold are the tranche behind the person's first live reward, the next ones behind the
    second, and so on: so a compliment can stand behind one reward only.
    """

    id: UUID
    comment: HeardComment
    staff_id: UUID
    programme_id: str
    status: ComplimentStatus
    why: WhyNot | None
    place: int | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """A valid compliment as stored: whose, from which comment, at which place."""

    id: UUID
    comment_id: UUID
    programme_id: str
    staff_id: UUID
    place: int
