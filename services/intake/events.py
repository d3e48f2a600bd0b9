"""What happened to a complaint, as the events that others hear; built nowhere else."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from services.intake.domain.complaint import Complaint
from services.intake.domain.new_complaint import NewComplaint
from shared.contracts.envelope import Event, Message
from shared.contracts.intake import (
    ComplaintClosed,
    ComplaintRecorded,
    ComplaintReopened,
    ComplaintResolved,
    RecapConfirmed,
)

FIRST_VERSION = 1


def recorded(
    complaint: NewComplaint, *, reference: str, customer_id: UUID | None, returning: bool, now: datetime
) -> Message:
    """A complaint was recorded (IN-1)."""
    event = ComplaintRecorded.model_construct(
        complaint_id=complaint.id,
        reference=reference,
        customer_id=customer_id,
        returning=returning,
        owner_id=complaint.owner_id,
        channel=complaint.channel.value,
        language=complaint.language,
        feeling=complaint.feeling.value if complaint.feeling else None,
        desired_resolution=complaint.wish_kind.value if complaint.wish_kind else None,
        product=complaint.product,
        department=complaint.department,
        recorded_at=now,
    )
    return Message(event, complaint.id, FIRST_VERSION, now)


def recap_confirmed(complaint: Complaint, *, recap_version: int, now: datetime) -> Message:
    """The customer confirmed, or corrected, what we understood (IN-10)."""
    return _about(
        complaint,
        RecapConfirmed(complaint_id=complaint.id, recap_version=recap_version, confirmed_at=now),
        now=now,
    )


def resolved(complaint: Complaint, *, now: datetime) -> Message:
    """A resolution was given (IN-19)."""
    event = ComplaintResolved(
        complaint_id=complaint.id,
        customer_id=complaint.customer_id,
        language=complaint.language,
        time_zone=complaint.time_zone,
        department=complaint.department,
        product=complaint.product,
        owner_id=complaint.owner_id,
        resolution_number=complaint.resolution_number,
        resolved_at=now,
    )
    return _about(complaint, event, now=now)


def closed(complaint: Complaint, *, now: datetime) -> Message:
    """Closed, and on whose word (IN-20)."""
    if complaint.closed_how is None:
        raise ValueError("a closed complaint says how it was closed")
    how = complaint.closed_how.value
    return _about(complaint, ComplaintClosed(complaint_id=complaint.id, how=how, closed_at=now), now=now)


def reopened(complaint: Complaint, *, now: datetime) -> Message:
    """Not solved: open again (IN-20)."""
    event = ComplaintReopened(
        complaint_id=complaint.id,
        owner_id=complaint.owner_id,
        times=complaint.reopened_times,
        reopened_at=now,
    )
    return _about(complaint, event, now=now)


def _about(complaint: Complaint, event: Event, *, now: datetime) -> Message:
    return Message(event, complaint.id, complaint.version, now)
