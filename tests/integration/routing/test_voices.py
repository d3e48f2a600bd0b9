"""The voice of the staff over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import httpx
import pytest

from shared.kernel.ids import new_id
from tests.integration.routing.desk import Desk

TOOL = {"kind": "missing_tool", "text": "Nobody here can see where the courier is."}


@pytest.fixture
async def agent(desk: Desk) -> UUID:
    return await desk.hire()


async def _say(desk: Desk, staff: UUID, **body: Any) -> httpx.Response:
    return await desk.client.post("/v1/voices", json=TOOL | body, headers=desk.headers("agent", staff=staff))


async def _answer(desk: Desk, voice: str, *, version: int = 1, who: dict[str, str], **body: Any) -> httpx.Response:
    asked = {"status": "answered", "answer": "We ask the courier for it."} | body
    headers = who | {"If-Match": f'"{version}"'}
    return await desk.client.post(f"/v1/voices/{voice}/answer", json=asked, headers=headers)


async def test_a_missing_tool_is_reported_answered_and_read_by_who_said_it(desk: Desk, agent: UUID) -> None:
    """RO-15: it goes to those who lead the department, and the answer comes back."""
    said = await _say(desk, agent)
    assert (said.status_code, said.json()["department"], said.json()["status"]) == (201, "deliveries", "open")
    lead = desk.headers("lead", teams=["deliveries"])
    heard = (await desk.client.get("/v1/voices", params={"status": "open"}, headers=lead)).json()["items"]
    assert heard == [said.json()]
    answered = await _answer(desk, heard[0]["id"], who=lead)
    assert answered.status_code == 200, answered.text
    own = await desk.client.get(said.headers["location"], headers=desk.headers("agent", staff=agent, teams=[]))
    assert (own.json()["answer"], own.json()["status"]) == ("We ask the courier for it.", "answered")
    assert (await desk.client.get("/v1/voices", params={"status": "open"}, headers=lead)).json()["items"] == []


async def test_a_refusal_can_turn_into_a_change_and_a_change_is_the_end(desk: Desk, agent: UUID) -> None:
    """RO-15: by the version that was read, so that of two answers the second knows of the first."""
    voice = (await _say(desk, agent)).json()["id"]
    lead = desk.headers("lead")
    assert (await _answer(desk, voice, who=lead, status="open")).status_code == 422
    assert (await _answer(desk, voice, who=lead, status="declined")).status_code == 200
    assert (await _answer(desk, voice, who=lead, status="changed")).status_code == 412
    assert (await _answer(desk, voice, who=lead, status="changed", version=2)).status_code == 200
    assert (await _answer(desk, voice, who=lead, status="declined", version=3)).status_code == 409
    unread = await desk.client.post(
        f"/v1/voices/{voice}/answer", json={"status": "changed", "answer": "x"}, headers=lead
    )
    assert unread.status_code == 428


async def test_it_can_name_the_case_in_which_it_stood_in_the_way(desk: Desk, agent: UUID) -> None:
    """RO-15: then it goes to the department of the case; a case of others is none."""
    case = await desk.open_case(agent, department="returns")
    theirs = desk.headers("agent", staff=agent, teams=["returns"])
    said = await desk.client.post("/v1/voices", json=TOOL | {"complaint_id": str(case)}, headers=theirs)
    assert (said.status_code, said.json()["department"]) == (201, "returns")
    stranger = desk.headers("agent", staff=new_id(), teams=["billing"])
    foreign = await desk.client.post("/v1/voices", json=TOOL | {"complaint_id": str(case)}, headers=stranger)
    assert foreign.status_code == 404
    assert (await _say(desk, agent, complaint_id=str(new_id()))).status_code == 404


async def test_who_leads_others_hears_nothing_of_it(desk: Desk, agent: UUID) -> None:
    """SU-4: nor does a colleague; missing and foreign answer alike; nobody answers themselves."""
    voice = (await _say(desk, agent)).json()["id"]
    other_lead = desk.headers("lead", teams=["billing"])
    colleague = desk.headers("agent", staff=await desk.hire())
    for who in (other_lead, colleague):
        assert (await desk.client.get(f"/v1/voices/{voice}", headers=who)).status_code == 404
        assert (await desk.client.get("/v1/voices", headers=who)).json()["items"] == []
    assert (await _answer(desk, voice, who=other_lead)).status_code == 404
    assert (await _answer(desk, voice, who=colleague)).status_code == 403
    lead = await desk.hire("lead")
    own = await desk.client.post("/v1/voices", json=TOOL, headers=desk.headers("lead", staff=lead))
    assert (await _answer(desk, own.json()["id"], who=desk.headers("lead", staff=lead))).status_code == 403


async def test_voices_are_paged_without_gaps(desk: Desk, agent: UUID) -> None:
    """RO-15, SU-2: the latest first, equal times too."""
    said = [(await _say(desk, agent)).json()["id"] for _ in range(5)]
    seen: list[str] = []
    query: dict[str, Any] = {"limit": 2}
    while True:
        page = (await desk.client.get("/v1/voices", params=query, headers=desk.headers("lead"))).json()
        seen += [one["id"] for one in page["items"]]
        if page["next"] is None:
            break
        query["cursor"] = page["next"]
    assert seen == said[::-1]
