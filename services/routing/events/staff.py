"""What changed in the directory, as contract events."""

from __future__ import annotations

from datetime import datetime

from services.routing.domain.staff import Staff
from shared.contracts.envelope import Message
from shared.contracts.routing import StaffChanged


def staff_changed(person: Staff, *, now: datetime) -> Message:
    """RO-1: somebody was added or changed."""
    event = StaffChanged(staff_id=person.id, department=person.department, active=person.active, changed_at=now)
    return Message(event, person.id, person.version, now)
