"""What falls due of clocks (RO-7, RO-13)."""

from __future__ import annotations

from collections.abc import Mapping

from services.routing.domain import kinds
from services.routing.timers.nothing_due import nothing_due
from shared.messaging.timers import TimerHandler

TIMERS: Mapping[str, TimerHandler] = {
    kinds.CASE_CLOCK: nothing_due,
}
