"""What falls due of handoffs and escalations (RO-3 to RO-6)."""

from __future__ import annotations

from collections.abc import Mapping

from services.routing.domain import kinds
from services.routing.timers.escalate_again import on_breach, on_second_reopening
from services.routing.timers.handoff_timeout import on_handoff_timeout
from services.routing.timers.nothing_due import nothing_due
from shared.messaging.timers import TimerHandler

TIMERS: Mapping[str, TimerHandler] = {
    kinds.HANDOFF_TIMEOUT: on_handoff_timeout,
    kinds.ESCALATE_AGAIN: on_second_reopening,
    kinds.ESCALATE_BREACH: on_breach,
    kinds.BUILD_SUMMARY: nothing_due,
}
