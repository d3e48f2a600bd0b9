"""What routing says: who owns a case, and how it came to them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from shared.contracts.envelope import Event


class StaffChanged(Event, of="routing.staff.changed"):
    """A member of staff was added or changed (RO-1)."""

    staff_id: UUID
    department: str | None
    active: bool
    changed_at: datetime


class CaseAssigned(Event, of="routing.case.assigned"):
    """A case has a (new) owner: on arrival, or by an accepted handoff (RO-2, RO-4)."""

    complaint_id: UUID
    owner_id: UUID
    previous_owner_id: UUID
    how: str
    assigned_at: datetime


class CaseEscalated(Event, of="routing.case.escalated"):
    """An escalation took effect: the customer was told why (RO-5)."""

    complaint_id: UUID
    handoff_id: UUID
    reason: str
    from_id: UUID
    to_id: UUID
    escalated_at: datetime


class HandoffOffered(Event, of="routing.handoff.offered"):
    """A case was offered to someone else with its summary; the sender still owns it (RO-3, RO-4)."""

    handoff_id: UUID
    complaint_id: UUID
    from_id: UUID
    to_id: UUID
    reason: str
    offered_at: datetime


class HandoffAccepted(Event, of="routing.handoff.accepted"):
    """The receiver read the summary and took the case (RO-4)."""

    handoff_id: UUID
    complaint_id: UUID
    from_id: UUID
    to_id: UUID
    accepted_at: datetime


class HandoffDeclined(Event, of="routing.handoff.declined"):
    """The receiver said no, or did not answer in time; the sender still owns the case (RO-4)."""

    handoff_id: UUID
    complaint_id: UUID
    from_id: UUID
    to_id: UUID
    why: str
    declined_at: datetime


class ClockBreached(Event, of="routing.clock.breached"):
    """A clock ran out before what it waits for was done (RO-7)."""

    complaint_id: UUID
    clock: str
    due_at: datetime
    breached_at: datetime


class PromiseBroken(Event, of="routing.promise.broken"):
    """A promise was not kept, and the customer was not told in time that it would be late (RO-8)."""

    promise_id: UUID
    complaint_id: UUID
    due_at: datetime
    broken_at: datetime
