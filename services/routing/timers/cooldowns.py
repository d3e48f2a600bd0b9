"""What falls due of calming calls and sanctions (RO-10, RO-11)."""

from __future__ import annotations

from collections.abc import Mapping

from services.routing.domain import kinds
from services.routing.timers.nothing_due import nothing_due
from shared.messaging.timers import TimerHandler

TIMERS: Mapping[str, TimerHandler] = {
    kinds.CALM_CALL: nothing_due,
    kinds.SANCTION_END: nothing_due,
}
