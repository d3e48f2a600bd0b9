"""Conduct over HTTP: a report, a senior colleague, a manager, a signed backing."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from services.routing.domain.backing import digest
from services.routing.queries.conduct_lines import lines
from services.routing.storage import cooldowns
from shared.contracts.routing import CaseEscalated, ConductLifted, ConductSanctioned, HandoffOffered
from shared.kernel.ids import new_id
from tests.integration.routing.desk import Desk
from tests.integration.routing.people_scene import THREAT, booked, post, report, sanction, sanctioned


async def _case(desk: Desk) -> tuple[UUID, UUID, UUID]:
    """A case, its agent, and a senior colleague above."""
    agent, senior = await desk.hire(), await desk.hire("senior")
    complaint = await desk.open_case(agent)
    assert UUID((await desk.case(complaint))["owner_id"]) == agent
    return complaint, agent, senior


async def test_a_report_offers_the_case_to_a_senior_colleague_once_the_customer_was_told(desk: Desk) -> None:
    """RO-11, RO-5: for abuse, with the summary; the report names the offer, which they accept or not."""
    complaint, agent, senior = await _case(desk)
    reported = await report(desk, complaint, agent, customer_told="A colleague of mine goes on from here.")
    assert (reported["status"], UUID(reported["with_id"])) == ("with_senior", senior)
    assert [UUID(one) for one in reported["staff_ids"]] == [agent]
    (handoff,) = (await desk.case(complaint))["handoffs"]
    assert (handoff["id"], handoff["reason"], handoff["status"]) == (reported["handoff_id"], "abuse", "offered")
    assert (await desk.answer(handoff["id"], "acceptance", senior)).status_code == 200
    async with desk.context.transactions.begin(correlation_id="test") as tx:
        assert await cooldowns.resting(tx, now=desk.clock.now()) == {agent}


async def test_a_report_needs_neither_the_customer_told_nor_intake(desk: Desk) -> None:
    """RO-11: nobody who was threatened waits for a system, or has to speak to the customer first."""
    complaint, agent, _ = await _case(desk)
    assert (await report(desk, complaint, agent))["handoff_id"] is None
    desk.intake.down = True
    again = await report(desk, complaint, agent, customer_told=True)
    (handoff,) = (await desk.case(complaint))["handoffs"]
    assert (handoff["id"], handoff["status"]) == (again["handoff_id"], "awaiting_summary")
    assert again["status"] == "with_senior"
    assert len(await desk.published(CaseEscalated)) == 1
    assert await desk.published(HandoffOffered) == []
    assert UUID((await desk.case(complaint))["owner_id"]) == agent


async def test_where_nobody_is_senior_or_it_was_violent_a_manager_decides_at_once(desk: Desk) -> None:
    """RO-11: nobody is asked to have a word with somebody violent."""
    agent = await desk.hire()
    complaint = await desk.open_case(agent)
    assert (await report(desk, complaint, agent, customer_told=True))["status"] == "with_manager"
    await desk.hire("senior")
    assert (await report(desk, complaint, agent, level="violent"))["status"] == "with_manager"


async def test_a_senior_colleague_first_then_a_manager(desk: Desk) -> None:
    """RO-11: no decision before the talk (409), none by somebody lower (403), one after it."""
    complaint, agent, senior = await _case(desk)
    manager, lead = await desk.hire("regional_manager"), await desk.hire("lead")
    conduct = (await report(desk, complaint, agent))["id"]
    early = await sanction(desk, conduct, manager)
    assert (early.status_code, early.json()["type"]) == (409, "/problems/conduct-step-not-now")
    for who in (agent, await desk.hire()):
        talk = await post(desk, f"/v1/conduct/{conduct}/word", who, outcome="goes_on", text="x")
        assert (talk.status_code, talk.json()["type"]) == (403, "/problems/not-a-senior")
    talk = await post(desk, f"/v1/conduct/{conduct}/word", senior, outcome="goes_on", text="He went on.")
    assert (talk.json()["status"], talk.json()["word"]) == ("with_manager", "He went on.")
    assert (await sanction(desk, conduct, lead)).json()["type"] == "/problems/not-yours-to-decide"
    assert (await post(desk, f"/v1/conduct/{conduct}/sanction", agent, measure="warning")).status_code == 403
    waiting = await desk.client.get("/v1/conduct?status=with_manager", headers=desk.headers("manager", staff=manager))
    assert [one["id"] for one in waiting.json()["items"]] == [conduct]
    assert (await sanction(desk, conduct, manager)).status_code == 201
    assert (await sanction(desk, conduct, manager)).status_code == 409


async def test_a_talk_that_calmed_the_customer_ends_it_and_a_manager_can_drop_a_report(desk: Desk) -> None:
    """RO-11: most of it ends here; what was dropped is held against nobody."""
    complaint, agent, senior = await _case(desk)
    manager = await desk.hire("head")
    calmed, dropped = [(await report(desk, complaint, agent))["id"] for _ in range(2)]
    talk = await post(desk, f"/v1/conduct/{calmed}/word", senior, outcome="calmed", text="It was the long wait.")
    assert talk.json()["status"] == "settled"
    assert (await sanction(desk, calmed, manager)).status_code == 409
    await post(desk, f"/v1/conduct/{dropped}/word", senior, outcome="goes_on", text="x")
    answer = await post(desk, f"/v1/conduct/{dropped}/dismissal", manager, role="manager", why="It was somebody else.")
    assert (answer.status_code, answer.json()["status"]) == (200, "dropped")
    async with desk.context.transactions.begin(correlation_id="test") as tx:
        assert [line.code for line in await lines(complaint, tx)] == ["conduct_handled"]


async def test_all_that_a_backing_lacks_is_one_answer(desk: Desk) -> None:
    """RO-11: 422 with a pointer for each part; nothing is decided."""
    complaint, agent, senior = await _case(desk)
    manager = await desk.hire("head")
    conduct = (await report(desk, complaint, agent, level="rude"))["id"]
    await post(desk, f"/v1/conduct/{conduct}/word", senior, outcome="goes_on", text="x")
    answer = await post(desk, f"/v1/conduct/{conduct}/sanction", manager, role="manager", measure="end_contact")
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/backing-incomplete")
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/measure", "/text", "/until", "/appeal_told"]
    assert await desk.published(ConductSanctioned) == []
    again = await post(desk, f"/v1/conduct/{conduct}/sanction", manager, role="manager", measure="nonsense", text="")
    assert again.status_code == 422


async def test_an_earlier_sanction_allows_one_step_more_and_one_that_was_lifted_does_not(desk: Desk) -> None:
    """RO-11: rude again after a warning; the customer decides by their conduct how far it goes."""
    customer = new_id()
    _, _, _, first = await sanctioned(desk, customer_id=customer)
    agent, senior, head = await desk.hire(), await desk.hire("senior"), await desk.hire("head")
    complaint = await desk.open_case(agent, customer_id=customer)
    conduct = (await report(desk, complaint, agent, level="rude"))["id"]
    await post(desk, f"/v1/conduct/{conduct}/word", senior, outcome="goes_on", text="x")
    appeal = (await post(desk, f"/v1/sanctions/{first['id']}/appeals", agent, by="customer", text="No.")).json()
    decided = f"/v1/appeals/{appeal['id']}/decision"
    assert (await post(desk, decided, head, role="manager", decision="lifted", why="x")).status_code == 200
    assert (await sanction(desk, conduct, head)).json()["errors"][0]["pointer"] == "/measure"
    _, _, _, second = await sanctioned(desk, customer_id=customer)
    assert second["status"] == "active"
    assert (await sanction(desk, conduct, head)).status_code == 201


async def test_the_backing_is_signed_and_a_changed_one_is_found_out(desk: Desk) -> None:
    """RO-11: whoever it hit reads it; who changes a word in the database is found out."""
    _, agent, _, decided = await sanctioned(desk)
    path, mine = f"/v1/sanctions/{decided['id']}/backing", desk.headers("agent", staff=agent, teams=())
    shown = (await desk.client.get(path, headers=mine)).json()
    assert (shown["genuine"], shown["sha256"]) == (True, digest(shown["content"]))
    content = json.loads(shown["content"])
    assert (content["text"], content["decided_by"]["name"]) == (
        "Threats against our colleague are not accepted.",
        "Rūta",
    )
    assert content["staff_ids"] == [str(agent)]
    await desk.context.database.pool.execute("UPDATE sanction SET content = replace(content, 'not accepted', 'fine')")
    assert (await desk.client.get(path, headers=mine)).json()["genuine"] is False


async def test_the_event_has_codes_only(desk: Desk) -> None:
    """RO-11, SU-1: what the others hear; no word of anybody."""
    complaint, agent, _, decided = await sanctioned(desk)
    (event,) = await desk.published(ConductSanctioned)
    assert (event["sanction_id"], event["complaint_id"]) == (decided["id"], str(complaint))
    assert (event["staff_ids"], event["level"], event["measure"]) == ([str(agent)], "threatening", "written_only")
    bodies = b"".join(row["body"] for row in await desk.context.database.pool.fetch("SELECT body FROM outbox"))
    for word in (THREAT, "accepted", "by letter", "Rūta", "He went on."):
        assert word.encode() not in bodies


async def test_managers_who_decide_at_once_decide_once(desk: Desk) -> None:
    """RO-11: one sanction, one event; the others 409."""
    complaint, agent, senior = await _case(desk)
    managers = [await desk.hire("regional_manager") for _ in range(4)]
    conduct = (await report(desk, complaint, agent))["id"]
    await post(desk, f"/v1/conduct/{conduct}/word", senior, outcome="goes_on", text="x")
    answers = await asyncio.gather(*(sanction(desk, conduct, manager) for manager in managers))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert len(await desk.published(ConductSanctioned)) == 1


async def test_calls_that_were_to_come_are_off_and_no_new_ones_are_booked(desk: Desk) -> None:
    """RO-11: nobody has to speak to the customer any more; they can be written to. After its end it is over."""
    agent, senior, manager = await desk.hire(), await desk.hire("senior"), await desk.hire("head")
    complaint = await desk.open_case(agent)
    call = await booked(desk, complaint)
    conduct = (await report(desk, complaint, agent))["id"]
    await post(desk, f"/v1/conduct/{conduct}/word", senior, outcome="goes_on", text="x")
    decided = (await sanction(desk, conduct, manager)).json()
    shown = await desk.client.get(f"/v1/appointments/{call['id']}", headers=desk.headers())
    assert (shown.json()["status"], shown.json()["sequence"]) == ("cancelled", 1)
    at = (desk.clock.now() + timedelta(hours=1)).isoformat()
    refused = await post(desk, f"/v1/cases/{complaint}/calm", agent, how="call", at=at)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/contact-ended")
    assert (await post(desk, f"/v1/cases/{complaint}/calm", agent, how="message", at=at)).status_code == 201
    desk.clock.advance(timedelta(days=31))
    await desk.let_time_pass()
    after = await desk.client.get(f"/v1/sanctions/{decided['id']}", headers=desk.headers())
    assert (after.json()["status"], after.json()["holds"]) == ("ended", False)
    assert [one["sanction_id"] for one in await desk.published(ConductLifted)] == [decided["id"]]
    assert (await booked(desk, complaint))["status"] == "booked"


async def test_foreign_and_missing_are_alike_and_hostile_input_is_refused(desk: Desk) -> None:
    """SU-4: 404 for another team's, whatever is asked; 422 for what is none."""
    complaint, agent, _, decided = await sanctioned(desk)
    stranger = desk.headers("manager", staff=await desk.hire(department="billing"), teams=("billing",))
    conduct = decided["conduct_id"]
    asked: list[tuple[str, str, dict[str, Any]]] = [
        ("GET", f"/v1/conduct/{conduct}", {}),
        ("GET", f"/v1/sanctions/{decided['id']}", {}),
        ("GET", f"/v1/sanctions/{decided['id']}/backing", {}),
        ("POST", f"/v1/cases/{complaint}/conduct", {"level": "rude", "text": "x"}),
        ("POST", f"/v1/conduct/{conduct}/word", {"outcome": "calmed", "text": "x"}),
        ("POST", f"/v1/conduct/{conduct}/dismissal", {"why": "x"}),
        ("POST", f"/v1/sanctions/{decided['id']}/appeals", {"by": "staff", "text": "x"}),
    ]
    for method, path, body in asked:
        answer = await desk.client.request(method, path, json=body or None, headers=stranger)
        missing = await desk.client.request(
            method,
            path.replace(conduct, str(new_id()))
            .replace(decided["id"], str(new_id()))
            .replace(str(complaint), str(new_id())),
            json=body or None,
            headers=stranger,
        )
        assert (answer.status_code, missing.status_code) == (404, 404), path
        assert answer.json()["type"] == missing.json()["type"], path
    for path in ("/v1/conduct", "/v1/sanctions"):
        assert (await desk.client.get(path, headers=stranger)).json()["items"] == []
    for body in ({"level": "rude"}, {"level": "mean", "text": "x"}, {"level": "rude", "text": "x\x00"}):
        assert (await post(desk, f"/v1/cases/{complaint}/conduct", agent, **body)).status_code == 422
    unknown = await post(
        desk, f"/v1/cases/{complaint}/conduct", agent, level="rude", text="x", staff_ids=[str(new_id())]
    )
    assert unknown.json()["errors"][0]["pointer"] == "/staff_ids/0"


@pytest.mark.parametrize("times", [2])
async def test_a_report_that_is_sent_twice_is_one(desk: Desk, times: int) -> None:
    """SU-2: the same key, the same answer."""
    complaint, agent, _ = await _case(desk)
    headers = desk.headers("agent", staff=agent) | {"Idempotency-Key": "k-1"}
    body = {"level": "rude", "text": "x", "customer_told": True}
    answers = [
        await desk.client.post(f"/v1/cases/{complaint}/conduct", json=body, headers=headers) for _ in range(times)
    ]
    assert len({answer.content for answer in answers}) == 1
    assert await desk.context.database.pool.fetchval("SELECT count(*) FROM conduct") == 1
