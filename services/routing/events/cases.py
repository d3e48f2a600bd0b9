"""Who owns a case, as contract events."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from services.routing.domain.case import Case
from services.routing.domain.handoff import Handoff
from services.routing.domain.ownership import How
from shared.contracts.envelope import Message
from shared.contracts.routing import CaseAssigned, CaseEscalated


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
