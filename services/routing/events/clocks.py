"""Clocks that near their end or ran out, as contract events."""

from __future__ import annotations

from datetime import datetime

from services.routing.domain.case import Case
from services.routing.domain.clocks import Clock
from shared.contracts.envelope import Message
from shared.contracts.routing import ClockBreached, ClockWarned


def clock_warned(case: Case, clock: Clock, *, now: datetime) -> Message:
    """RO-7: what the clock waits for should be done soon."""
    event = ClockWarned(
        complaint_id=clock.complaint_id,
        clock=clock.kind,
        round=clock.round,
        pack=clock.pack,
        due_at=clock.due_at,
        warned_at=now,
    )
    return Message(event, case.complaint_id, case.version, now)


def clock_breached(case: Case, clock: Clock, *, now: datetime) -> Message:
    """RO-7, RO-13: it ran out; for an update, this is how it is reported missed."""
    event = ClockBreached(
        complaint_id=clock.complaint_id,
        clock=clock.kind,
        due_at=clock.due_at,
        breached_at=now,
        round=clock.round,
        pack=clock.pack,
        owner_id=case.owner_id,
    )
    return Message(event, case.complaint_id, case.version, now)
