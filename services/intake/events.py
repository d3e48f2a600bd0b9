"""What happened to a complaint, as the events that others hear; built nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.intake.domain.complaint import Complaint
from services.intake.domain.new_complaint import NewComplaint
from services.intake.domain.vocabulary import Channel, RootCause, WishKind
from shared.contracts.envelope import Event, Message
from shared.contracts.intake import (
    ComplaintClassified,
    ComplaintClosed,
    ComplaintContacted,
    ComplaintMerged,
    ComplaintOffered,
    ComplaintParted,
    ComplaintRecorded,
    ComplaintReopened,
    ComplaintResolved,
    CustomerMerged,
    CustomerUnmerged,
    LessonPublished,
    RecapConfirmed,
)

FIRST_VERSION = 1


def recorded(
    complaint: NewComplaint, *, reference: str, customer_id: UUID | None, returning: bool, now: datetime
) -> Message:
    """A complaint was recorded (IN-1)."""
    event = ComplaintRecorded(
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
        branch=complaint.branch,
        urgency=complaint.urgency.value,
    )
    return Message(event, complaint.id, FIRST_VERSION, now)


def classified(complaint: Complaint, *, now: datetime) -> Message:
    """What it is about, feels like and was caused by has changed (IN-8 to IN-12)."""
    event = ComplaintClassified(
        complaint_id=complaint.id,
        department=complaint.department,
        product=complaint.product,
        branch=complaint.branch,
        category=complaint.category,
        urgency=complaint.urgency.value,
        feeling=_code(complaint.feeling),
        desired_resolution=_code(complaint.wish_kind),
        root_cause=_code(complaint.root_cause),
        classified_at=now,
    )
    return _about(complaint, event, now=now)


def contacted(
    complaint: Complaint,
    *,
    direction: str,
    channel: Channel,
    minutes_waited: int | None,
    at: datetime,
    now: datetime,
    automatic: bool = False,
) -> Message:
    """The customer heard from us, or we from them, at `at`; `automatic` where a machine wrote it (IN-13, IN-15)."""
    event = ComplaintContacted(
        complaint_id=complaint.id,
        direction=direction,
        channel=channel.value,
        minutes_waited=minutes_waited,
        contacted_at=at,
        automatic=automatic,
    )
    return _about(complaint, event, now=now)


def offered(
    complaint: Complaint, *, offer_id: UUID, options: Sequence[WishKind], refused: bool, now: datetime
) -> Message:
    """Options were put to the customer, or their wish was refused with its alternatives (IN-17, IN-18)."""
    event = ComplaintOffered(
        complaint_id=complaint.id,
        offer_id=offer_id,
        options=tuple(one.value for one in options),
        refused=refused,
        offered_at=now,
    )
    return _about(complaint, event, now=now)


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


def merged(complaint: Complaint, *, now: datetime) -> Message:
    """It goes on as another complaint (IN-21)."""
    if complaint.merged_into is None:
        raise ValueError("a merged complaint says where it went")
    event = ComplaintMerged(complaint_id=complaint.id, into_id=complaint.merged_into, merged_at=now)
    return _about(complaint, event, now=now)


def parted(complaint: Complaint, *, decided_by: UUID | None, now: datetime) -> Message:
    """Ended by a manager's decision (IN-23)."""
    return _about(complaint, ComplaintParted(complaint_id=complaint.id, decided_by=decided_by, parted_at=now), now=now)


def customer_merged(customer_id: UUID, *, into: UUID, version: int, now: datetime) -> Message:
    """Two records are one person (IN-3); `version` is that of the record that was merged away."""
    return Message(CustomerMerged(customer_id=customer_id, into_id=into, merged_at=now), customer_id, version, now)


def customer_unmerged(customer_id: UUID, *, out_of: UUID, version: int, now: datetime) -> Message:
    """They are two people after all (IN-3)."""
    event = CustomerUnmerged(customer_id=customer_id, from_id=out_of, unmerged_at=now)
    return Message(event, customer_id, version, now)


def lesson_published(
    lesson_id: UUID,
    *,
    family_id: UUID,
    complaints: int,
    department: str | None,
    product: str | None,
    root_cause: RootCause | None,
    now: datetime,
) -> Message:
    """A family of complaints taught something (IN-21)."""
    event = LessonPublished(
        lesson_id=lesson_id,
        family_id=family_id,
        complaints=complaints,
        department=department,
        product=product,
        root_cause=_code(root_cause),
        published_at=now,
    )
    return Message(event, lesson_id, FIRST_VERSION, now)


def _code(word: StrEnum | None) -> str | None:
    return None if word is None else word.value


def _about(complaint: Complaint, event: Event, *, now: datetime) -> Message:
    return Message(event, complaint.id, complaint.version, now)
