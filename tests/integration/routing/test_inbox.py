"""The inbox of the receiver, and what the sender has asked for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from shared.kernel.ids import new_id
from tests.integration.routing.desk import Desk, closed


async def _listed(desk: Desk, headers: dict[str, str], **asked: Any) -> dict[str, Any]:
    answer = await desk.client.get("/v1/handoffs", params=asked, headers=headers)
    assert answer.status_code == 200, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


async def test_a_receiver_sees_what_waits_for_their_answer_page_by_page(desk: Desk) -> None:
    """RO-4: by receiver and status, keyset-paged, the latest asked first; answered ones leave it."""
    lead = await desk.hire("lead")
    agent = await desk.hire(reports_to=str(lead))
    offered = [(await desk.escalate(await desk.open_case(agent), agent)).json()["id"] for _ in range(3)]
    mine = desk.headers("agent", staff=lead, teams=())
    first = await _listed(desk, mine, to_id=str(lead), status="offered", limit=2)
    rest = await _listed(desk, mine, to_id=str(lead), status="offered", cursor=first["next"])
    assert [line["id"] for line in first["items"] + rest["items"]] == sorted(offered, reverse=True)
    assert rest["next"] is None
    await desk.answer(offered[0], "acceptance", lead)
    await desk.answer(offered[1], "refusal", lead, why="full")
    left = await _listed(desk, mine, to_id=str(lead), status="offered")
    assert [line["id"] for line in left["items"]] == [offered[2]]
    sent = await _listed(desk, desk.headers("agent", staff=agent, teams=()), from_id=str(agent))
    assert {line["id"]: line["status"] for line in sent["items"]} == dict(
        zip(offered, ("accepted", "declined", "offered"), strict=True)
    )


async def test_foreign_handoffs_are_in_nobodys_list(desk: Desk) -> None:
    """SU-4: another team sees none, whatever it asks for; the own department's lead sees all of theirs."""
    lead = await desk.hire("lead")
    agent = await desk.hire(reports_to=str(lead))
    handoff = (await desk.escalate(await desk.open_case(agent), agent)).json()["id"]
    stranger = desk.headers("lead", staff=new_id(), teams=["billing"])
    for asked in ({}, {"to_id": str(lead)}, {"from_id": str(agent)}, {"status": "offered"}):
        assert (await _listed(desk, stranger, **asked))["items"] == []
    theirs = desk.headers("lead", staff=new_id(), teams=["deliveries"])
    assert [line["id"] for line in (await _listed(desk, theirs))["items"]] == [handoff]


async def test_one_that_waits_for_its_summary_is_in_the_senders_list_and_not_in_the_inbox(desk: Desk) -> None:
    """RO-3: the receiver is not asked before there is something to read."""
    lead = await desk.hire("lead")
    agent = await desk.hire(reports_to=str(lead))
    desk.intake.down = True
    await desk.escalate(await desk.open_case(agent), agent)
    assert (await _listed(desk, desk.headers(), to_id=str(lead), status="offered"))["items"] == []
    (waiting,) = (await _listed(desk, desk.headers(), from_id=str(agent), status="awaiting_summary"))["items"]
    assert UUID(waiting["to_id"]) == lead


async def test_a_lead_finds_what_the_top_of_the_ladder_lets_wait(desk: Desk) -> None:
    """RO-4: no silent end: what was asked again is one request away, until somebody answers."""
    head, agent = await desk.hire("head"), await desk.hire()
    handoff = (await desk.escalate(await desk.open_case(agent), agent)).json()["id"]
    assert (await _listed(desk, desk.headers(), unanswered=True))["items"] == []
    desk.clock.advance(timedelta(hours=2, seconds=1))
    await desk.let_time_pass()
    (line,) = (await _listed(desk, desk.headers(), unanswered=True))["items"]
    assert (line["id"], line["reminders"], UUID(line["to_id"])) == (handoff, 1, head)
    await desk.answer(handoff, "acceptance", head)
    assert (await _listed(desk, desk.headers(), unanswered=True))["items"] == []


async def test_what_is_over_waits_for_nobody(desk: Desk) -> None:
    """RO-4: a case that was closed meanwhile leaves the inbox at once."""
    lead = await desk.hire("lead")
    agent = await desk.hire(reports_to=str(lead))
    complaint = await desk.open_case(agent)
    handoff = (await desk.escalate(complaint, agent)).json()["id"]
    await desk.hear(closed(complaint, version=2))
    assert (await _listed(desk, desk.headers(), to_id=str(lead), status="offered"))["items"] == []
    assert [line["id"] for line in (await _listed(desk, desk.headers(), to_id=str(lead)))["items"]] == [handoff]
