"""The ladder over HTTP, as data in editions, and for one case."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.integration.routing.desk import Desk


async def _built_in(desk: Desk) -> list[dict[str, Any]]:
    answer = await desk.client.get("/v1/ladders/1", headers=desk.headers())
    assert answer.status_code == 200, answer.text
    steps: list[dict[str, Any]] = answer.json()["steps"]
    return steps


async def _write(desk: Desk, edition: int, steps: list[dict[str, Any]], **members: Any) -> Any:
    body = {"edition": edition, "steps": steps} | members
    return await desk.client.post("/v1/ladders", json=body, headers=desk.headers("manager"))


async def test_a_new_edition_decides_from_when_it_is_valid(desk: Desk) -> None:
    """RO-6: who is asked and how long they have is data; what was offered before keeps its deadline."""
    lead, head = await desk.hire("lead"), await desk.hire("head")
    agent = await desk.hire(reports_to=str(lead))
    before = (await desk.escalate(await desk.open_case(agent), agent)).json()
    assert UUID(before["to_id"]) == lead
    steps = [step for step in await _built_in(desk) if step["reason"] != "authority"] + [
        {"reason": "authority", "position": 1, "level": "head", "within_minutes": 5, "how": ["inbox", "phone"]}
    ]
    later = (desk.clock.now() + timedelta(hours=1)).isoformat()
    written = await _write(desk, 2, steps, valid_from=later)
    assert written.status_code == 201, written.text
    assert (await desk.client.get(written.headers["location"], headers=desk.headers())).json() == written.json()
    assert UUID((await desk.escalate(await desk.open_case(agent), agent)).json()["to_id"]) == lead
    desk.clock.advance(timedelta(hours=1))
    now_offered = (await desk.escalate(await desk.open_case(agent), agent)).json()
    assert (UUID(now_offered["to_id"]), now_offered["step"]) == (head, 1)
    assert now_offered["respond_by"] == (desk.clock.now() + timedelta(minutes=5)).isoformat().replace("+00:00", "Z")
    unchanged = await desk.client.get(f"/v1/handoffs/{before['id']}", headers=desk.headers())
    assert unchanged.json()["respond_by"] == before["respond_by"]


async def test_an_edition_never_changes_and_two_at_once_are_one(desk: Desk) -> None:
    """RO-6: 409 for a number that is taken; the database refuses to change what is written."""
    steps = await _built_in(desk)
    answers = await asyncio.gather(*(_write(desk, 2, steps) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    with pytest.raises(Exception, match="kept for good"):
        await desk.context.database.pool.execute("UPDATE ladder SET content = '[]'")
    listed = await desk.client.get("/v1/ladders", params={"limit": 1}, headers=desk.headers())
    rest = await desk.client.get("/v1/ladders", params={"cursor": listed.json()["next"]}, headers=desk.headers())
    assert [one["edition"] for one in listed.json()["items"] + rest.json()["items"]] == [2, 1]
    assert rest.json()["next"] is None


async def test_a_ladder_with_gaps_is_refused_with_all_that_is_wrong(desk: Desk) -> None:
    """RO-6: one 422 names every missing part."""
    steps = [step for step in await _built_in(desk) if step["reason"] != "abuse"]
    steps[1] = steps[1] | {"level": "agent"}
    refused = await _write(desk, 2, steps)
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/steps/1/level", "/steps"]
    bad: tuple[list[dict[str, Any]], ...] = ([], [{}], [steps[0] | {"position": 10**9}], [steps[0] | {"how": []}])
    for wrong in bad:
        assert (await _write(desk, 2, wrong)).status_code == 422
    for edition in (0, 1, 10**12):
        assert (await _write(desk, edition, steps)).status_code == 422
    assert (await desk.client.get("/v1/ladders/7", headers=desk.headers())).status_code == 404
    agent = await desk.client.post("/v1/ladders", json={"edition": 2, "steps": steps}, headers=desk.headers("agent"))
    assert agent.status_code == 403


async def test_a_case_shows_its_ladder_with_the_contact_details_that_the_customer_may_have(desk: Desk) -> None:
    """RO-6: of the regional manager and the head in full, of nobody below."""
    contact = {"phone": "+37060000001", "email": "head@example.org"}
    lead, head = await desk.hire("lead"), await desk.hire("head", name="Ona", branch="Vilnius", contact=contact)
    agent = await desk.hire(reports_to=str(lead))
    complaint = await desk.open_case(agent)
    shown = await desk.client.get(f"/v1/cases/{complaint}/ladder", params={"reason": "abuse"}, headers=desk.headers())
    assert shown.status_code == 200, shown.text
    senior, manager, top = shown.json()["steps"]
    assert ([step["level"] for step in (senior, manager, top)], shown.json()["edition"]) == (
        ["senior", "regional_manager", "head"],
        1,
    )
    assert (UUID(senior["person"]["id"]), senior["contact"], senior["here_now"]) == (lead, None, True)
    assert UUID(manager["person"]["id"]) == UUID(top["person"]["id"]) == head
    assert top["contact"] == {
        "name": "Ona",
        "level": "head",
        "department": "deliveries",
        "branch": "Vilnius",
        "phone": "+37060000001",
        "email": "head@example.org",
    }
    everything = await desk.client.get(f"/v1/cases/{complaint}/ladder", headers=desk.headers())
    assert len(everything.json()["steps"]) == len(await _built_in(desk))
    stranger = desk.headers("lead", teams=["billing"])
    assert (await desk.client.get(f"/v1/cases/{complaint}/ladder", headers=stranger)).status_code == 404
