"""A complaint's moving part: where it stands, who owns it, how often it was resolved and reopened."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from services.intake.domain.errors import ReceivedInTheFuture, ResolutionAhead
from services.intake.domain.lifecycle import Status, Step, advance
from services.intake.domain.vocabulary import ClosedHow
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


def changed(complaint: Complaint) -> Complaint:
    """The same, one version on: something that hangs on it (a recap, an addition) changed."""
    return replace(complaint, version=complaint.version + 1)


def resolve(complaint: Complaint) -> Complaint:
    """Resolved under the next resolution number. Raises NotPossibleNow."""
    return replace(
        changed(complaint),
        status=advance(complaint.status, Step.RESOLVE),
        resolution_number=complaint.resolution_number + 1,
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
