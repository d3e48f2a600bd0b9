"""Holding responses: the customer is told in time why the answer takes longer, and until when (RO-7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.kernel.errors import FieldError, Invalid


class ExpectedInThePast(Invalid):
    slug = "expected-in-the-past"
    title = "Say until when the answer will come: a moment in the future"


@dataclass(frozen=True, slots=True)
class HoldingResponse:
    """What was sent: when, why it takes longer, as a code, and by when the final response is expected."""

    id: UUID
    complaint_id: UUID
    sent_at: datetime
    expected_by: datetime
    why: str
    by_subject: str

    def __post_init__(self) -> None:
        if self.expected_by <= self.sent_at:
            raise ExpectedInThePast(fields=(FieldError("/expected_by", "must be later than now"),))
