"""What intake says: the life of a complaint."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from shared.contracts.envelope import Event


class ComplaintRecorded(Event, of="intake.complaint.recorded"):
    """A complaint was recorded; whoever recorded it owns it until routing moves it (IN-1, IN-2)."""

    complaint_id: UUID
    reference: str
    customer_id: UUID | None
    returning: bool
    owner_id: UUID
    channel: str
    language: str
    feeling: str | None
    desired_resolution: str | None
    product: str | None
    department: str | None
    recorded_at: datetime


class RecapConfirmed(Event, of="intake.complaint.recap_confirmed"):
    """The customer confirmed, or corrected, what we understood (IN-10)."""

    complaint_id: UUID
    recap_version: int
    confirmed_at: datetime


class ComplaintResolved(Event, of="intake.complaint.resolved"):
    """A resolution was given; solved is not closed (IN-19, IN-20)."""

    complaint_id: UUID
    customer_id: UUID | None
    language: str
    time_zone: str | None
    department: str | None
    product: str | None
    owner_id: UUID
    resolution_number: int
    """1 for the first resolution, one more after each reopening."""
    resolved_at: datetime


class ComplaintClosed(Event, of="intake.complaint.closed"):
    """Closed by the customer's word or by documented silence (IN-20)."""

    complaint_id: UUID
    how: str
    closed_at: datetime


class ComplaintReopened(Event, of="intake.complaint.reopened"):
    """Not solved: open again, with the same owner and the whole story (IN-20)."""

    complaint_id: UUID
    owner_id: UUID
    times: int
    reopened_at: datetime
