"""What falls due of promises (RO-8)."""

from __future__ import annotations

from collections.abc import Mapping

from services.routing.domain import kinds
from services.routing.timers.nothing_due import nothing_due
from shared.messaging.timers import TimerHandler

TIMERS: Mapping[str, TimerHandler] = {
    kinds.PROMISE_DUE: nothing_due,
}
