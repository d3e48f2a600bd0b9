"""What happened in routing as contract events; the only place where they are built. No words of anybody in them."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from uuid import UUID

from services.routing.domain.case import Case
from services.routing.domain.handoff import Handoff, HandoffStatus
from services.routing.domain.staff import Staff
from shared.contracts.envelope import Message
from shared.contracts.routing import (
    CaseAssigned,
    CaseEscalated,
    HandoffAccepted,
    HandoffDeclined,
    HandoffOffered,
    StaffChanged,
)


class How(Enum):
    """How a case came to its owner."""

    ARRIVAL = "arrival"
    HANDOFF = "handoff"


WHY_DECLINED: dict[HandoffStatus, str] = {
    HandoffStatus.DECLINED: "declined",
    HandoffStatus.TIMED_OUT: "no_answer",
    HandoffStatus.WITHDRAWN: "withdrawn",
}
"""The code for each end that is no acceptance; the receiver's own words stay here."""


def staff_changed(person: Staff, *, now: datetime) -> Message:
    """RO-1: somebody was added or changed."""
    event = StaffChanged(staff_id=person.id, department=person.department, active=person.active, changed_at=now)
    return Message(event, person.id, person.version, now)


def case_assigned(case: Case, *, previous_owner_id: UUID, how: How, now: datetime) -> Message:
    """RO-2, RO-4: the case has a new owner."""
    event = CaseAssigned(
        complaint_id=case.complaint_id,
        owner_id=case.owner_id,
        previous_owner_id=previous_owner_id,
        how=how.value,
        assigned_at=now,
    )
    return Message(event, case.complaint_id, case.version, now)


def case_escalated(case: Case, handoff: Handoff, *, now: datetime) -> Message:
    """RO-5: an escalation took effect, for the customer was told why."""
    event = CaseEscalated(
        complaint_id=case.complaint_id,
        handoff_id=handoff.id,
        reason=handoff.reason.value,
        from_id=handoff.from_id,
        to_id=handoff.to_id,
        escalated_at=now,
    )
    return Message(event, case.complaint_id, case.version, now)


def handoff_offered(handoff: Handoff) -> Message:
    """RO-3, RO-4: somebody is asked to take the case."""
    event = HandoffOffered(
        handoff_id=handoff.id,
        complaint_id=handoff.complaint_id,
        from_id=handoff.from_id,
        to_id=handoff.to_id,
        reason=handoff.reason.value,
        offered_at=handoff.offered_at,
    )
    return Message(event, handoff.id, handoff.version, handoff.offered_at)


def handoff_accepted(handoff: Handoff, *, now: datetime) -> Message:
    """RO-4: the receiver took the case."""
    event = HandoffAccepted(
        handoff_id=handoff.id,
        complaint_id=handoff.complaint_id,
        from_id=handoff.from_id,
        to_id=handoff.to_id,
        accepted_at=now,
    )
    return Message(event, handoff.id, handoff.version, now)


def handoff_declined(handoff: Handoff, *, now: datetime) -> Message:
    """RO-4: the receiver said no, did not answer in time, or need not answer any more."""
    event = HandoffDeclined(
        handoff_id=handoff.id,
        complaint_id=handoff.complaint_id,
        from_id=handoff.from_id,
        to_id=handoff.to_id,
        why=WHY_DECLINED[handoff.status],
        declined_at=now,
    )
    return Message(event, handoff.id, handoff.version, now)
