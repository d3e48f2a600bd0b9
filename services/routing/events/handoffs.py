"""Offers of a case and their answers, as contract events."""

from __future__ import annotations

from datetime import datetime

from services.routing.domain.handoff import Handoff, HandoffStatus
from shared.contracts.envelope import Message
from shared.contracts.routing import HandoffAccepted, HandoffDeclined, HandoffOffered

WHY_DECLINED: dict[HandoffStatus, str] = {
    HandoffStatus.DECLINED: "declined",
    HandoffStatus.TIMED_OUT: "no_answer",
    HandoffStatus.WITHDRAWN: "withdrawn",
}
"""The code for each end that is no acceptance; the receiver's own words stay here."""


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
