"""Two workers hear of the same complaint at the same time."""

from __future__ import annotations

import asyncio

import pytest

from services.routing.reactions.to_intake import on_closed, on_recorded
from shared.kernel.ids import new_id
from tests.integration.routing.desk import Desk, closed, received, recorded

_WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


@pytest.mark.parametrize("closing_first", [True, False])
async def test_what_one_worker_hears_is_not_lost_to_the_other(desk: Desk, closing_first: bool) -> None:
    """SU-1: recorded and closed in two open transactions at once: the second waits, and the case ends closed."""
    await desk.hire()
    event = received(recorded(new_id()), version=1)
    complaint = event.event.complaint_id
    hear_recorded = (on_recorded, [event])
    hear_closed = (on_closed, [closed(complaint, version=2)])
    first, second = (hear_closed, hear_recorded) if closing_first else (hear_recorded, hear_closed)
    async with desk.context.transactions.begin(correlation_id="first") as one:
        await first[0](first[1], one, desk.clock.now())
        other = asyncio.create_task(desk.hear(*second[1]))
        await _somebody_waits(desk)
        assert not other.done()
    await other
    case = await desk.case(complaint)
    assert (case["status"], case["version"]) == ("closed", 2)


async def _somebody_waits(desk: Desk) -> None:
    """Until a session waits for the rows of another; fails when none does within ten seconds."""
    async with asyncio.timeout(10):
        while not await desk.context.database.pool.fetchval(_WAITING):
            await asyncio.sleep(0.01)
