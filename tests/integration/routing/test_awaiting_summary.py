"""A handoff that is made while intake is away."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from services.routing.service import SERVICE
from shared.contracts.routing import CaseEscalated, HandoffDeclined, HandoffOffered
from shared.http.client import ServiceUnavailable
from shared.messaging import timers
from tests.integration.routing.desk import NARRATIVE, Desk, closed

DUE = "UPDATE timer SET visible_at = due_at"


async def _waiting(desk: Desk) -> tuple[UUID, UUID, UUID, str]:
    """A case of an agent, the lead above, and a handoff that waits for its summary."""
    lead = await desk.hire("lead")
    agent = await desk.hire(reports_to=str(lead))
    complaint = await desk.open_case(agent)
    desk.intake.down = True
    answer = await desk.escalate(complaint, agent, customer_told="Rasa may send the courier.", note="look at the label")
    assert answer.status_code == 201, answer.text
    return complaint, agent, lead, answer.json()["id"]


async def test_it_waits_where_everybody_sees_it_and_no_ownership_is_lost(desk: Desk) -> None:
    """RO-3: 201 with status awaiting_summary; the case shows it, the owner stays, nobody can answer yet."""
    complaint, agent, lead, handoff = await _waiting(desk)
    shown = (await desk.client.get(f"/v1/handoffs/{handoff}", headers=desk.headers())).json()
    assert (shown["status"], shown["summary"], shown["respond_by"]) == ("awaiting_summary", None, None)
    case = await desk.case(complaint)
    assert (UUID(case["owner_id"]), [line["status"] for line in case["handoffs"]]) == (agent, ["awaiting_summary"])
    for what, body in (("acceptance", {}), ("refusal", {"why": "no"})):
        refused = await desk.answer(handoff, what, lead, **body)
        assert (refused.status_code, refused.json()["type"]) == (409, "/problems/handoff-awaits-summary")
    assert (await desk.escalate(complaint, agent)).json()["type"] == "/problems/handoff-open"
    assert len(await desk.published(CaseEscalated)) == 1
    assert await desk.published(HandoffOffered) == []


async def test_it_is_offered_as_soon_as_intake_answers_with_what_the_sender_said_then(desk: Desk) -> None:
    """RO-3, RO-4: the same handoff, whole; the time to answer begins when the receiver can read it."""
    complaint, agent, lead, handoff = await _waiting(desk)
    for _ in range(2):
        with pytest.raises(ServiceUnavailable):
            await desk.let_time_pass()
        await desk.context.database.pool.execute(DUE)
    desk.clock.advance(timedelta(hours=5))
    desk.intake.down = False
    await desk.let_time_pass()
    shown = (await desk.client.get(f"/v1/handoffs/{handoff}", headers=desk.headers())).json()
    assert (shown["status"], UUID(shown["to_id"]), shown["summary"]["story"]) == ("offered", lead, NARRATIVE)
    assert (shown["summary"]["told"], shown["summary"]["note"]) == ("Rasa may send the courier.", "look at the label")
    assert shown["respond_by"] == (desk.clock.now() + timedelta(minutes=30)).isoformat().replace("+00:00", "Z")
    (offered,) = await desk.published(HandoffOffered)
    assert offered["handoff_id"] == handoff
    assert UUID((await desk.case(complaint))["owner_id"]) == agent
    assert (await desk.answer(handoff, "acceptance", lead)).status_code == 200
    assert UUID((await desk.case(complaint))["owner_id"]) == lead


async def test_two_workers_offer_it_once(desk: Desk) -> None:
    """RO-3, SU-1: a lease that ran out has two at work; one offer is made, one timer waits for the answer."""
    complaint, _, _, handoff = await _waiting(desk)
    desk.intake.down = False
    async with desk.context.database.pool.acquire() as connection:
        (first,) = await timers.claim(connection, kinds=["build_summary"], offset=desk.clock.offset())
        await connection.execute(DUE)
        (second,) = await timers.claim(connection, kinds=["build_summary"], offset=desk.clock.offset())
    build = SERVICE.timers["build_summary"]
    ended = await asyncio.gather(build(first, desk.context), build(second, desk.context), return_exceptions=True)
    assert sum(error is None for error in ended) == 1
    assert [type(error) for error in ended if error is not None] == [timers.LeaseLost]
    assert len(await desk.published(HandoffOffered)) == 1
    (line,) = (await desk.case(complaint))["handoffs"]
    assert (line["id"], line["status"]) == (handoff, "offered")
    kinds = await desk.context.database.pool.fetch(
        "SELECT kind FROM timer WHERE kind IN ('handoff_timeout', 'build_summary')"
    )
    assert [row["kind"] for row in kinds] == ["handoff_timeout"]


async def test_a_case_that_ends_meanwhile_is_not_offered(desk: Desk) -> None:
    """RO-3, RO-4: closed while it waited: withdrawn, without asking intake, and the sender may not be asked either."""
    complaint, _, _, handoff = await _waiting(desk)
    asked = len(desk.intake.asked)
    await desk.hear(closed(complaint, version=2))
    await desk.let_time_pass()
    assert [line["status"] for line in (await desk.case(complaint))["handoffs"]] == ["withdrawn"]
    assert [one["handoff_id"] for one in await desk.published(HandoffDeclined)] == [handoff]
    assert len(desk.intake.asked) == asked


async def test_the_sender_takes_it_back_while_it_waits(desk: Desk) -> None:
    """RO-3: then nothing falls due any more."""
    complaint, agent, _, handoff = await _waiting(desk)
    assert (await desk.answer(handoff, "withdrawal", agent, why="solved it myself")).status_code == 200
    assert await desk.context.database.pool.fetchval("SELECT count(*) FROM timer WHERE kind = 'build_summary'") == 0
    assert UUID((await desk.case(complaint))["owner_id"]) == agent


async def test_whoever_left_meanwhile_is_not_asked(desk: Desk) -> None:
    """RO-3, RO-6: the ladder names somebody who works here when the summary is there."""
    complaint, _, lead, handoff = await _waiting(desk)
    head = await desk.hire("head")
    version = (await desk.client.get(f"/v1/staff/{lead}", headers=desk.headers())).json()["version"]
    gone = await desk.client.patch(
        f"/v1/staff/{lead}", json={"active": False}, headers=desk.headers() | {"If-Match": f'"{version}"'}
    )
    assert gone.status_code == 200, gone.text
    desk.intake.down = False
    await desk.let_time_pass()
    (line,) = (await desk.case(complaint))["handoffs"]
    assert (line["id"], line["status"], UUID(line["to_id"])) == (handoff, "offered", head)


async def test_the_same_request_again_waits_once(desk: Desk) -> None:
    """SU-2: with an Idempotency-Key the second answer is the first one."""
    complaint, agent, _, handoff = await _waiting(desk)
    await desk.answer(handoff, "withdrawal", agent, why="again, with a key")
    headers = desk.headers("agent", staff=agent) | {"Idempotency-Key": "once"}
    asked = {"reason": "authority", "customer_told": True}
    url = f"/v1/cases/{complaint}/escalations"
    answers = [await desk.client.post(url, json=asked, headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    statuses = [line["status"] for line in (await desk.case(complaint))["handoffs"]]
    assert statuses == ["withdrawn", "awaiting_summary"]
