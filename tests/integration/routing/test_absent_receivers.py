"""An offer goes to somebody who is there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tests.integration.routing.desk import Desk


async def _offered(desk: Desk, agent: UUID, **members: Any) -> UUID:
    answer = await desk.escalate(await desk.open_case(agent, **members), agent)
    assert answer.status_code == 201, answer.text
    return UUID(answer.json()["to_id"])


async def test_whoever_is_absent_is_passed_over_and_a_stand_in_answers_for_them(desk: Desk) -> None:
    """RO-1, RO-4: the deputy where they stand on the step, else the next who is there; back in time is there."""
    lead = await desk.hire("lead")
    agent = await desk.hire(reports_to=str(lead))
    head = await desk.hire("head")
    await desk.absent(lead)
    assert await _offered(desk, agent) == head
    deputy = await desk.hire("lead", department="billing")
    other = await desk.hire("lead")
    await desk.absent(other, deputy=deputy)
    assert await _offered(desk, agent) == deputy


async def test_where_all_are_away_the_offer_waits_for_whoever_comes_back(desk: Desk) -> None:
    """RO-4: it is not refused, and the case is with its sender meanwhile."""
    lead = await desk.hire("lead")
    agent = await desk.hire(reports_to=str(lead))
    await desk.absent(lead, hours=20)
    assert await _offered(desk, agent) == lead


async def test_a_hint_names_nobody_who_is_away(desk: Desk) -> None:
    """RO-3: the customer is waiting."""
    agent = await desk.hire()
    away, here = await desk.hire(languages=["lt"]), await desk.hire(languages=["lt"])
    await desk.absent(away)
    answer = await desk.client.post("/v1/hints", json={"language": "lt"}, headers=desk.headers("agent", staff=agent))
    assert UUID(answer.json()["who"]["id"]) == here


async def test_nobody_who_rests_takes_a_hot_case(desk: Desk) -> None:
    """RO-10: passed over when it is offered; accepted it is only after the rest."""
    lead = await desk.hire("lead")
    agent = await desk.hire(reports_to=str(lead))
    head = await desk.hire("head")
    first = (await desk.escalate(await desk.open_case(agent, feeling="angry"), agent)).json()
    assert UUID(first["to_id"]) == lead
    assert (await desk.answer(first["id"], "acceptance", lead)).status_code == 200
    named = (await desk.escalate(await desk.open_case(agent, feeling="angry"), agent, to_id=str(lead))).json()
    refused = await desk.answer(named["id"], "acceptance", lead)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/resting")
    assert await _offered(desk, agent, feeling="angry") == head
    assert await _offered(desk, agent) == lead
