"""What was told with a complaint, as its acknowledgement speaks of it, and who looks after it (IN-13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.intake.domain.acknowledgement import goes_out_by_itself
from services.intake.domain.lifecycle import OPEN, Status
from services.intake.domain.new_complaint import Impact
from services.intake.domain.vocabulary import Channel, Feeling, WishKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Handler:
    """Who looks after a complaint, and how the customer reaches them."""

    name: str
    contact: str
    staff_id: UUID | None
    """None for the care team."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A complaint as its acknowledgement speaks of it, and whom to write to."""

    id: UUID
    reference: str
    status: Status
    channel: Channel
    narrative: str
    name: str | None
    email: str | None
    named: bool
    """False for an anonymous complaint."""
    owner_id: UUID
    language: str
    feeling: Feeling | None
    wish_kind: WishKind | None
    wish_detail: str | None
    product: str | None
    order_reference: str | None
    impact: Impact | None
    received_at: datetime
    recorded_at: datetime
    answers: str | None
    """The Message-ID of the e-mail that it came by."""

    def goes_out_by_itself(self, now: datetime) -> bool:
        """Whether a mail acknowledges it, and not a person."""
        return goes_out_by_itself(
            status=self.status, channel=self.channel, email=self.email, received_at=self.received_at, now=now
        )

    def waits_for_person(self, now: datetime) -> bool:
        """Whether nobody will be told by mail, though somebody could be told."""
        moved_on = self.status not in OPEN or self.channel is Channel.IMPORT
        return not moved_on and self.named and not self.goes_out_by_itself(now)
