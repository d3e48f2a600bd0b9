"""A compliment: what one comment means for one member of staff (RE-1, RE-2)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from services.recognition.domain.programme import WhyNot


class ComplimentStatus(StrEnum):
    """Whether it counts."""

    VALID = "valid"
    NOT_COUNTED = "not_counted"
    REVERSED = "reversed"


VALID, NOT_COUNTED = ComplimentStatus.VALID, ComplimentStatus.NOT_COUNTED


class HeardComment(NamedTuple):
    """A comment as far as recognition knows it: who, how good, asked for or not. Its words stay with followup."""

    comment_id: UUID
    customer_id: UUID | None
    staff_ids: tuple[UUID, ...]
    rating: int
    voluntary: bool
    received_at: datetime
    event_id: UUID
    correlation_id: str
    traceparent: str | None = None


class Compliment(NamedTuple):
    """One comment, one person. `place` is where it stands among the person's valid ones, 1 to n without a gap.

    Places 1 to threshold are the tranche behind the person's first live reward, the next ones behind the
    second, and so on: so a compliment can stand behind one reward only.
    """

    id: UUID
    comment: HeardComment
    staff_id: UUID
    programme_id: int
    status: ComplimentStatus
    why: WhyNot | None
    place: int | None
    recorded_at: datetime


class Standing(NamedTuple):
    """A valid compliment as stored: whose, from which comment, at which place."""

    id: UUID
    comment_id: UUID
    programme_id: int
    staff_id: UUID
    place: int
