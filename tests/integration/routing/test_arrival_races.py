"""Two workers hear of the same complaint at the same time."""

from __future__ import annotations

import asyncio

import pytest

from services.routing.reactions.to_intake import on_closed, on_recorded
from shared.kernel.ids import new_id
from tests.integration.routing.desk import Desk, closed, received, recorded


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
        # The other worker must be waiting for this transaction's rows, not past them.
        done, _ = await asyncio.wait({other}, timeout=0.3)
        assert not done
    await other
    case = await desk.case(complaint)
    assert (case["status"], case["version"]) == ("closed", 2)
