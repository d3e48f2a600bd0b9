"""Every kind of timer has somebody who takes it out."""

from __future__ import annotations

import pytest

from services.routing.domain import kinds
from services.routing.service import SERVICE
from shared.kernel.ids import new_id
from shared.messaging.schedule import Timer
from tests.integration.routing.desk import Desk

KINDS = sorted(value for name, value in vars(kinds).items() if name.isupper())
NEED_A_CASE = {kinds.ESCALATE_AGAIN, kinds.ESCALATE_BREACH, kinds.HANDOFF_TIMEOUT}


def test_every_kind_has_a_handler() -> None:
    """SU-8: a kind without one would never run, and look late for ever."""
    assert sorted(SERVICE.timers) == KINDS


@pytest.mark.parametrize("kind", sorted(set(KINDS) - NEED_A_CASE))
async def test_one_of_which_nothing_is_known_is_taken_out(desk: Desk, kind: str) -> None:
    """SU-8: what it was for is gone, so nothing is tried for ever."""
    async with desk.context.transactions.begin(correlation_id="test") as tx:
        await tx.schedule(Timer(kind, new_id(), desk.clock.now()))
    assert await desk.let_time_pass() == 1
    assert await desk.let_time_pass() == 0


async def test_a_breach_is_offered_one_level_up(desk: Desk) -> None:
    """RO-7, RO-5: by routing itself, once, and the owner stays until the lead accepts."""
    await desk.hire("lead")
    complaint = await desk.open_case(await desk.hire())
    for _ in range(2):
        async with desk.context.transactions.begin(correlation_id="test") as tx:
            await tx.schedule(Timer(kinds.ESCALATE_BREACH, complaint, desk.clock.now()))
        assert await desk.let_time_pass() == 1
    (handoff,) = (await desk.case(complaint))["handoffs"]
    assert (handoff["status"], handoff["reason"]) == ("offered", "breached_clock")
