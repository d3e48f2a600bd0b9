"""By whose hours a case is counted: the calendar that is pinned to it, for whatever falls due of it (RO-4, RO-7)."""

from __future__ import annotations

from uuid import UUID

from services.routing.domain.business_calendar import ROUND_THE_CLOCK
from services.routing.domain.business_time import Hours
from services.routing.storage import calendars, pack_choices
from shared.messaging.transaction import Transaction


async def hours_of(complaint_id: UUID, tx: Transaction) -> Hours:
    """The case's calendar; round the clock where none was chosen for it."""
    pins = (await pack_choices.pins_of([complaint_id], tx)).get(complaint_id, ())
    keys = {(pin.calendar, pin.calendar_edition or 0) for pin in pins if pin.calendar is not None}
    found = await calendars.exactly(keys, tx)
    return next(iter(found.values()), ROUND_THE_CLOCK)
