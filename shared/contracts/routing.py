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
    """A case has a (new) owner: on arrival, by an accepted handoff, or moved otherwise (RO-2, RO-4)."""

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


class ClockWarned(Event, of="routing.clock.warned"):
    """A clock has run for so long that what it waits for should be done soon (RO-7)."""

    complaint_id: UUID
    clock: str
    round: int
    pack: str
    due_at: datetime
    warned_at: datetime


class ClockBreached(Event, of="routing.clock.breached"):
    """A clock ran out before what it waits for was done (RO-7)."""

    complaint_id: UUID
    clock: str
    due_at: datetime
    breached_at: datetime
    round: int = 1
    pack: str | None = None
    owner_id: UUID | None = None


class PromiseMade(Event, of="routing.promise.made"):
    """Somebody promised something to a customer, within their authority (RO-8)."""

    promise_id: UUID
    complaint_id: UUID
    staff_id: UUID
    kind: str
    remedy: str | None
    amount: str | None
    """A decimal number."""
    currency: str | None
    due_at: datetime
    made_at: datetime


class PromiseKept(Event, of="routing.promise.kept"):
    """A promise was kept (RO-8)."""

    promise_id: UUID
    complaint_id: UUID
    staff_id: UUID
    due_at: datetime
    kept_at: datetime


class PromiseDelayed(Event, of="routing.promise.delayed"):
    """The customer was told, before it was due, that a promise will be late (RO-8)."""

    promise_id: UUID
    complaint_id: UUID
    staff_id: UUID
    due_before: datetime
    due_at: datetime
    told_at: datetime


class PromiseBroken(Event, of="routing.promise.broken"):
    """A promise was not kept, and the customer was not told in time that it would be late (RO-8)."""

    promise_id: UUID
    complaint_id: UUID
    due_at: datetime
    broken_at: datetime
    staff_id: UUID | None = None


class BudgetSpent(Event, of="routing.budget.spent"):
    """Somebody spent of their recovery budget, and asked nobody (RO-9)."""

    spend_id: UUID
    staff_id: UUID
    complaint_id: UUID
    year: int
    amount: str
    """A decimal number."""
    currency: str
    spent_at: datetime


class ConductSanctioned(Event, of="routing.conduct.sanctioned"):
    """A manager decided what follows from a customer's conduct towards the staff (RO-11)."""

    sanction_id: UUID
    complaint_id: UUID
    customer_id: UUID | None
    staff_ids: tuple[UUID, ...]
    level: str
    measure: str
    since: datetime
    until: datetime | None
    sanctioned_at: datetime


class ConductLifted(Event, of="routing.conduct.lifted"):
    """A sanction was lifted, or ended in its time (RO-11)."""

    sanction_id: UUID
    complaint_id: UUID
    lifted_at: datetime
