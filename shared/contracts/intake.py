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
    branch: str | None = None
    urgency: str = "normal"


class ComplaintClassified(Event, of="intake.complaint.classified"):
    """What it is about, how it feels, how urgent it is; told again whenever that changes (IN-8 to IN-12)."""

    complaint_id: UUID
    department: str | None
    product: str | None
    branch: str | None
    category: str | None
    urgency: str
    feeling: str | None
    desired_resolution: str | None
    root_cause: str | None
    classified_at: datetime


class ComplaintContacted(Event, of="intake.complaint.contacted"):
    """The customer heard from us, or we from them (IN-13, IN-15)."""

    complaint_id: UUID
    direction: str
    """`in` from the customer, `out` to them."""
    channel: str
    minutes_waited: int | None
    contacted_at: datetime
    automatic: bool = False
    """A machine wrote it: an acknowledgement by itself is no answer."""


class ComplaintOffered(Event, of="intake.complaint.offered"):
    """Options were put to the customer, or the wish was refused with its alternatives (IN-17, IN-18)."""

    complaint_id: UUID
    offer_id: UUID
    options: tuple[str, ...]
    refused: bool
    offered_at: datetime


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


class ComplaintMerged(Event, of="intake.complaint.merged"):
    """It was told twice and goes on as another complaint; its history is kept (IN-21)."""

    complaint_id: UUID
    into_id: UUID
    merged_at: datetime


class ComplaintParted(Event, of="intake.complaint.parted"):
    """Ended with respect by a manager's decision: the customer could not be satisfied (IN-23)."""

    complaint_id: UUID
    decided_by: UUID | None
    parted_at: datetime


class CustomerMerged(Event, of="intake.customer.merged"):
    """Two records turned out to be one person, by a person's decision (IN-3)."""

    customer_id: UUID
    into_id: UUID
    merged_at: datetime


class CustomerUnmerged(Event, of="intake.customer.unmerged"):
    """A merge was taken back: they are two people after all (IN-3)."""

    customer_id: UUID
    from_id: UUID
    unmerged_at: datetime


class LessonPublished(Event, of="intake.lesson.published"):
    """A family of complaints taught something, and something was changed because of it (IN-21)."""

    lesson_id: UUID
    family_id: UUID
    complaints: int
    """How many complaints it came from."""
    department: str | None
    product: str | None
    root_cause: str | None
    published_at: datetime
