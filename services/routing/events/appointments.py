"""Calls and messages that were promised for a named time and did not come, as contract events."""

from __future__ import annotations

from datetime import datetime

from services.routing.domain.appointment import Appointment
from shared.contracts.envelope import Message
from shared.contracts.routing import PromiseBroken


def call_missed(appointment: Appointment, *, now: datetime) -> Message:
    """RO-10, RO-12: a named time is a promise; it went by, and nobody had said before that it would."""
    event = PromiseBroken(
        promise_id=appointment.id,
        complaint_id=appointment.complaint_id,
        due_at=appointment.starts_at,
        broken_at=now,
        staff_id=appointment.staff_id,
    )
    return Message(event, appointment.id, appointment.version, now)
