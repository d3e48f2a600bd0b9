"""A complaint's moving part: where it stands, who owns it, how often it was resolved and reopened."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from services.intake.domain.errors import ReceivedInTheFuture, ResolutionAhead
from services.intake.domain.lifecycle import Status, Step, advance
from services.intake.domain.new_complaint import Impact
from services.intake.domain.vocabulary import Channel, ClosedHow, Feeling, RootCause, Urgency, WishKind
from shared.kernel.errors import FieldError

_CLOCK_TOLERANCE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What the rules about a complaint look at. The narrative is not here: it never changes (IN-6)."""

    id: UUID
    reference: str
    version: int
    status: Status
    customer_id: UUID | None
    owner_id: UUID
    recorder_id: UUID | None
    department: str | None
    product: str | None
    language: str
    time_zone: str | None
    resolution_number: int
    """0 before the first resolution, then that of the latest."""
    reopened_times: int
    closed_how: ClosedHow | None
    closed_at: datetime | None
    channel: Channel | None = None
    branch: str | None = None
    category: str | None = None
    urgency: Urgency = Urgency.NORMAL
    feeling: Feeling | None = None
    feeling_acknowledged_at: datetime | None = None
    wish_kind: WishKind | None = None
    wish_detail: str | None = None
    impact: Impact | None = None
    root_cause: RootCause | None = None
    """Concluded from the facts; a resolution names it too (IN-12)."""
    recorded_at: datetime | None = None
    first_answered_at: datetime | None = None
    """When the customer first heard from us after telling it (IN-15)."""
    resolved_at: datetime | None = None
    """When the latest resolution was given."""
    late_times: int = 0
    broken_promises: int = 0
    merged_into: UUID | None = None


def changed(complaint: Complaint) -> Complaint:
    """The same, one version on: something that hangs on it (a recap, an addition) changed."""
    return replace(complaint, version=complaint.version + 1)


def resolve(complaint: Complaint, *, now: datetime) -> Complaint:
    """Resolved under the next resolution number. Raises NotPossibleNow."""
    return replace(
        changed(complaint),
        status=advance(complaint.status, Step.RESOLVE),
        resolution_number=complaint.resolution_number + 1,
        resolved_at=now,
    )


def close(complaint: Complaint, *, how: ClosedHow, now: datetime) -> Complaint:
    """Closed on the customer's word or documented silence (IN-20). Raises NotPossibleNow."""
    status = advance(complaint.status, Step.CLOSE)
    return replace(changed(complaint), status=status, closed_how=how, closed_at=now)


def reopen(complaint: Complaint) -> Complaint:
    """Open again, with the same owner and the whole story (IN-20). Raises NotPossibleNow."""
    return replace(
        changed(complaint),
        status=advance(complaint.status, Step.REOPEN),
        reopened_times=complaint.reopened_times + 1,
        closed_how=None,
        closed_at=None,
    )


def part(complaint: Complaint) -> Complaint:
    """Ended with respect, for somebody who can't be satisfied (IN-23). Raises NotPossibleNow."""
    return replace(changed(complaint), status=advance(complaint.status, Step.PART))


def merge(complaint: Complaint, *, into: UUID) -> Complaint:
    """Told again elsewhere: it goes on there, and its own history stays (IN-21). Raises NotPossibleNow."""
    return replace(changed(complaint), status=advance(complaint.status, Step.MERGE), merged_into=into)


def concerns(complaint: Complaint, *, resolution_number: int) -> bool:
    """Whether an answer about a resolution is about the latest one; an older one says nothing any more.

    Raises ResolutionAhead for a resolution that was never given.
    """
    if resolution_number > complaint.resolution_number:
        raise ResolutionAhead(
            f"Resolution {resolution_number} was never given; the latest is {complaint.resolution_number}"
        )
    return resolution_number == complaint.resolution_number


def check_received(received_at: datetime, *, now: datetime) -> datetime:
    """When it reached us; clocks of other systems may be a little fast. Raises ReceivedInTheFuture."""
    if received_at > now + _CLOCK_TOLERANCE:
        raise ReceivedInTheFuture(fields=(FieldError("/received_at", ReceivedInTheFuture.title),))
    return min(received_at, now)
