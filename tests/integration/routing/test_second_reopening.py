"""A complaint that comes back a second time goes one level up by itself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from shared.contracts.intake import ComplaintMerged, ComplaintParted, ComplaintReopened
from shared.contracts.routing import CaseEscalated
from shared.http.client import ServiceUnavailable
from shared.kernel.ids import new_id
from shared.messaging.subscription import Received
from tests.integration.routing.desk import START, Desk, received, recorded


def reopened(complaint: UUID, owner: UUID, *, times: int, version: int) -> Received[Any]:
    event = ComplaintReopened(complaint_id=complaint, owner_id=owner, times=times, reopened_at=START)
    return received(event, version=version)


async def _case(desk: Desk) -> tuple[UUID, UUID, UUID]:
    lead = await desk.hire("lead")
    agent = await desk.hire(reports_to=str(lead))
    return await desk.open_case(agent), agent, lead


async def test_a_second_reopening_is_offered_one_level_up_with_the_story(desk: Desk) -> None:
    """IN-20, RO-5: the owner stays the owner until the lead accepts; a first reopening moves nothing."""
    complaint, agent, lead = await _case(desk)
    await desk.hear(reopened(complaint, agent, times=1, version=4))
    assert await desk.let_time_pass() == 0
    await desk.hear(reopened(complaint, agent, times=2, version=7))
    assert await desk.let_time_pass() == 1
    case = await desk.case(complaint)
    assert UUID(case["owner_id"]) == agent
    (handoff,) = case["handoffs"]
    assert (handoff["status"], UUID(handoff["to_id"]), handoff["reason"]) == ("offered", lead, "second_reopening")
    (escalated,) = await desk.published(CaseEscalated)
    assert escalated["reason"] == "second_reopening"


async def test_it_waits_for_intake_and_then_happens_once(desk: Desk) -> None:
    """IN-20: while intake is away the escalation is kept, not lost and not doubled."""
    complaint, agent, _ = await _case(desk)
    desk.intake.down = True
    await desk.hear(reopened(complaint, agent, times=2, version=7))
    with pytest.raises(ServiceUnavailable):
        await desk.let_time_pass()
    desk.intake.down = False
    await desk.context.database.pool.execute("UPDATE timer SET visible_at = due_at")
    assert await desk.let_time_pass() == 1
    await desk.hear(reopened(complaint, agent, times=3, version=9))
    assert await desk.let_time_pass() == 1
    assert len((await desk.case(complaint))["handoffs"]) == 1


async def test_where_nobody_stands_higher_the_owner_keeps_it(desk: Desk) -> None:
    """IN-20, RO-4: no timer is left over that tries for ever."""
    head = await desk.hire("head")
    complaint = await desk.open_case(head)
    await desk.hear(reopened(complaint, head, times=2, version=7))
    assert await desk.let_time_pass() == 1
    case = await desk.case(complaint)
    assert (UUID(case["owner_id"]), case["handoffs"]) == (head, [])
    assert await desk.let_time_pass() == 0


@pytest.mark.parametrize("how", ["merged", "parted"])
async def test_what_was_merged_or_parted_weighs_on_nobody(desk: Desk, how: str) -> None:
    """IN-21, IN-23: the case is over, whichever news comes first."""
    agent = await desk.hire()
    told = recorded(agent)
    event: Any = ComplaintParted(complaint_id=told.complaint_id, decided_by=None, parted_at=START)
    if how == "merged":
        event = ComplaintMerged(complaint_id=told.complaint_id, into_id=new_id(), merged_at=START)
    await desk.hear(received(event, version=5))
    await desk.hear(received(told, version=1))
    assert (await desk.case(told.complaint_id))["status"] == "closed"
