"""Escalation and handoff over HTTP, on a real database."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest

from services.routing.service import SERVICE
from shared.contracts.routing import CaseAssigned, CaseEscalated, HandoffAccepted, HandoffDeclined, HandoffOffered
from shared.kernel.ids import new_id
from shared.messaging import timers
from tests.integration.routing.desk import NARRATIVE, Desk, closed
from tests.integration.routing.directory_scene import change


async def _owned_case(desk: Desk) -> tuple[UUID, UUID, UUID]:
    """A case owned by an agent, and the lead above."""
    lead = await desk.hire("lead")
    agent = await desk.hire(reports_to=str(lead))
    complaint = await desk.open_case(agent)
    assert UUID((await desk.case(complaint))["owner_id"]) == agent
    return complaint, agent, lead


async def test_a_handoff_carries_the_whole_story_and_moves_the_owner_on_acceptance(desk: Desk) -> None:
    """RO-3, RO-4, RO-5: offered with a summary; the sender owns until the receiver accepts."""
    complaint, agent, lead = await _owned_case(desk)
    offered = await desk.escalate(complaint, agent, customer_told="Rasa may send the courier.", minutes=7, tellings=2)
    assert offered.status_code == 201, offered.text
    handoff = offered.json()
    assert (handoff["status"], UUID(handoff["from_id"]), UUID(handoff["to_id"])) == ("offered", agent, lead)
    assert handoff["summary"]["story"] == NARRATIVE
    assert NARRATIVE in handoff["summary"]["text"]
    assert handoff["summary"]["wish"] == "exchange: the blue coat"
    assert handoff["summary"]["told"] == "Rasa may send the courier."
    assert UUID((await desk.case(complaint))["owner_id"]) == agent
    accepted = await desk.answer(handoff["id"], "acceptance", lead)
    assert (accepted.status_code, accepted.json()["status"]) == (200, "accepted")
    case = await desk.case(complaint)
    assert UUID(case["owner_id"]) == lead
    assert [line["status"] for line in case["handoffs"]] == ["accepted"]
    (assigned,) = await desk.published(CaseAssigned)
    assert (assigned["how"], assigned["owner_id"], assigned["previous_owner_id"]) == ("handoff", str(lead), str(agent))
    for event in (CaseEscalated, HandoffOffered, HandoffAccepted):
        assert len(await desk.published(event)) == 1
    assert await desk.context.database.pool.fetchval("SELECT count(*) FROM timer WHERE kind <> 'case_clock'") == 0


async def test_nobody_accepts_for_a_receiver_who_has_left(desk: Desk) -> None:
    """RO-2, RO-4: a case does not come to somebody who is gone; the sender goes on owning it."""
    complaint, agent, lead = await _owned_case(desk)
    handoff = (await desk.escalate(complaint, agent)).json()["id"]
    assert (await change(desk, lead, active=False)).status_code == 200
    for answer in (await desk.answer(handoff, "acceptance", lead), await desk.answer(handoff, "acceptance", None)):
        assert (answer.status_code, answer.json()["type"]) == (409, "/problems/receiver-has-left")
    assert UUID((await desk.case(complaint))["owner_id"]) == agent


async def test_no_event_holds_a_word_of_the_customer_or_of_the_sender(desk: Desk) -> None:
    """SU-1: events carry codes, never texts."""
    complaint, agent, lead = await _owned_case(desk)
    handoff = (await desk.escalate(complaint, agent, customer_told="courierword", note="noteword")).json()
    await desk.answer(handoff["id"], "refusal", lead, why="whyword")
    bodies = b"".join(row["body"] for row in await desk.context.database.pool.fetch("SELECT body FROM outbox"))
    for word in (b"courierword", b"noteword", b"whyword", b"green", b"A lead"):
        assert word not in bodies


@pytest.mark.parametrize("told", [False, "", "   ", None, 7])
async def test_it_takes_effect_only_when_the_customer_was_told_why(desk: Desk, told: object) -> None:
    """RO-5: anything but a yes or the words is a 422 that names customer_told, and nothing is stored."""
    complaint, agent, _ = await _owned_case(desk)
    refused = await desk.escalate(complaint, agent, customer_told=told)
    assert refused.status_code == 422
    assert any("customer_told" in error["pointer"] for error in refused.json()["errors"])
    assert (await desk.case(complaint))["handoffs"] == []
    assert desk.intake.asked == []


async def test_a_missing_customer_told_is_named(desk: Desk) -> None:
    """RO-5: left out is not told."""
    complaint, agent, _ = await _owned_case(desk)
    answer = await desk.client.post(
        f"/v1/cases/{complaint}/escalations",
        json={"reason": "authority"},
        headers=desk.headers("agent", staff=agent),
    )
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/customer_told"


async def test_one_offer_at_a_time_even_when_two_race(desk: Desk) -> None:
    """RO-4: the database decides between concurrent escalations: one 201, the others 409."""
    complaint, agent, _ = await _owned_case(desk)
    answers = await asyncio.gather(*(desk.escalate(complaint, agent) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert len(await desk.published(HandoffOffered)) == 1


async def test_a_refusal_leaves_the_case_with_the_sender_and_says_why(desk: Desk) -> None:
    """RO-4: declined with a reason; the sender may ask somebody else."""
    complaint, agent, lead = await _owned_case(desk)
    handoff = (await desk.escalate(complaint, agent)).json()
    refused = await desk.answer(handoff["id"], "refusal", lead, why="on leave from noon")
    assert (refused.status_code, refused.json()["status"], refused.json()["why"]) == (
        200,
        "declined",
        "on leave from noon",
    )
    assert UUID((await desk.case(complaint))["owner_id"]) == agent
    assert (await desk.published(HandoffDeclined))[0]["why"] == "declined"
    assert (await desk.escalate(complaint, agent)).status_code == 201


async def test_only_the_receiver_or_an_admin_accepts_and_only_once(desk: Desk) -> None:
    """RO-4: the sender gets 403; a second acceptance 409, or the first answer under the same key."""
    complaint, agent, lead = await _owned_case(desk)
    handoff = (await desk.escalate(complaint, agent)).json()["id"]
    assert (await desk.answer(handoff, "acceptance", agent)).status_code == 403
    headers = desk.headers("lead", staff=lead) | {"Idempotency-Key": "k-1"}
    first = await desk.client.post(f"/v1/handoffs/{handoff}/acceptance", headers=headers)
    again = await desk.client.post(f"/v1/handoffs/{handoff}/acceptance", headers=headers)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.content == again.content
    assert (await desk.answer(handoff, "acceptance", None)).status_code == 409
    assert len(await desk.published(CaseAssigned)) == 1


async def test_accepted_and_refused_at_once_ends_in_one_of_them(desk: Desk) -> None:
    """RO-4: a race has one winner, and the owner matches it."""
    complaint, agent, lead = await _owned_case(desk)
    handoff = (await desk.escalate(complaint, agent)).json()["id"]
    yes, no = await asyncio.gather(
        desk.answer(handoff, "acceptance", lead), desk.answer(handoff, "refusal", None, why="busy")
    )
    assert sorted((yes.status_code, no.status_code)) == [200, 409]
    owner = UUID((await desk.case(complaint))["owner_id"])
    assert owner == (lead if yes.status_code == 200 else agent)


async def test_no_answer_in_time_climbs_one_level_with_the_same_summary(desk: Desk) -> None:
    """RO-4, SU-8: 30 minutes later the offer stands with the head; nobody tells it again; the sender owns."""
    complaint, agent, lead = await _owned_case(desk)
    head = await desk.hire("head")
    first = (await desk.escalate(complaint, agent)).json()
    desk.clock.advance(timedelta(minutes=29))
    assert await desk.let_time_pass() == 0
    desk.clock.advance(timedelta(minutes=2))
    assert await desk.let_time_pass() == 1
    case = await desk.case(complaint)
    assert [line["status"] for line in case["handoffs"]] == ["timed_out", "offered"]
    assert UUID(case["owner_id"]) == agent
    assert (await desk.answer(first["id"], "acceptance", lead)).status_code == 409
    second = (
        await desk.client.get(
            f"/v1/handoffs/{case['handoffs'][1]['id']}", headers=desk.headers("agent", staff=head, teams=())
        )
    ).json()
    assert UUID(second["to_id"]) == head
    assert second["summary"] == first["summary"]
    assert len(desk.intake.asked) == 1
    assert [one["why"] for one in await desk.published(HandoffDeclined)] == ["no_answer"]


async def test_at_the_top_it_is_asked_again_and_again_and_never_ends_without_a_word(desk: Desk) -> None:
    """RO-4: two hours pass, then four, then eight; the offer stays in the inbox, and the sender owns."""
    head = await desk.hire("head")
    agent = await desk.hire()
    complaint = await desk.open_case(agent)
    handoff = (await desk.escalate(complaint, agent)).json()
    respond_by = [datetime.fromisoformat(handoff["respond_by"])]
    for reminders in (1, 2, 3):
        desk.clock.advance(respond_by[-1] - desk.clock.now() + timedelta(seconds=1))
        await desk.let_time_pass()
        (shown,) = (await desk.case(complaint))["handoffs"]
        assert (shown["status"], shown["reminders"], shown["id"]) == ("offered", reminders, handoff["id"])
        respond_by.append(datetime.fromisoformat(shown["respond_by"]))
    waits = [later - earlier for earlier, later in pairwise(respond_by)]
    assert [round(wait / timedelta(hours=1)) for wait in waits] == [4, 8, 16]
    assert UUID((await desk.case(complaint))["owner_id"]) == agent
    assert len(await desk.published(HandoffOffered)) == 4
    assert await desk.published(HandoffDeclined) == []
    assert (await desk.answer(handoff["id"], "acceptance", head)).status_code == 200
    assert UUID((await desk.case(complaint))["owner_id"]) == head
    assert await desk.context.database.pool.fetchval("SELECT count(*) FROM timer WHERE kind = 'handoff_timeout'") == 0


async def test_two_workers_at_the_top_ask_again_once(desk: Desk) -> None:
    """RO-4, SU-1: a lease that ran out has two at work; there is one reminder."""
    await desk.hire("head")
    agent = await desk.hire()
    complaint = await desk.open_case(agent)
    await desk.escalate(complaint, agent)
    desk.clock.advance(timedelta(hours=2, seconds=1))
    due = []
    async with desk.context.database.pool.acquire() as connection:
        for _ in range(2):
            due += await timers.claim(connection, kinds=["handoff_timeout"], offset=desk.clock.offset())
            await connection.execute("UPDATE timer SET visible_at = due_at")
    time_out = SERVICE.timers["handoff_timeout"]
    await asyncio.gather(*(time_out(one, desk.context) for one in due))
    (line,) = (await desk.case(complaint))["handoffs"]
    assert (len(due), line["reminders"], len(await desk.published(HandoffOffered))) == (2, 1, 2)
    assert await desk.context.database.pool.fetchval("SELECT count(*) FROM timer WHERE kind = 'handoff_timeout'") == 1


async def test_the_sender_takes_an_offer_back_and_asks_somebody_else(desk: Desk) -> None:
    """RO-4: only the sender or an admin; the receiver can't accept any more."""
    complaint, agent, lead = await _owned_case(desk)
    handoff = (await desk.escalate(complaint, agent)).json()["id"]
    assert (await desk.answer(handoff, "withdrawal", lead, why="no")).status_code == 403
    taken = await desk.answer(handoff, "withdrawal", agent, why="found a way myself")
    assert (taken.status_code, taken.json()["status"], taken.json()["why"]) == (200, "withdrawn", "found a way myself")
    assert (await desk.answer(handoff, "acceptance", lead)).status_code == 409
    assert (await desk.answer(handoff, "withdrawal", agent, why="again")).status_code == 409
    assert [one["why"] for one in await desk.published(HandoffDeclined)] == ["withdrawn"]
    assert (await desk.escalate(complaint, agent)).status_code == 201


async def test_an_offer_of_a_case_that_is_over_is_withdrawn(desk: Desk) -> None:
    """RO-4: a closed case is neither accepted nor climbs, and can't be escalated."""
    complaint, agent, lead = await _owned_case(desk)
    handoff = (await desk.escalate(complaint, agent)).json()["id"]
    await desk.hear(closed(complaint, version=2))
    assert (await desk.answer(handoff, "acceptance", lead)).status_code == 409
    desk.clock.advance(timedelta(minutes=31))
    assert await desk.let_time_pass() == 1
    assert [line["status"] for line in (await desk.case(complaint))["handoffs"]] == ["withdrawn"]
    assert (await desk.escalate(complaint, agent)).status_code == 409


async def test_foreign_and_missing_cases_and_handoffs_answer_alike(desk: Desk) -> None:
    """SU-4: another team's case is not there for one who neither owns it nor is offered it."""
    complaint, agent, _ = await _owned_case(desk)
    handoff = (await desk.escalate(complaint, agent)).json()["id"]
    foreign = desk.headers("lead", staff=new_id(), teams=["billing"])
    for kind, there in (("cases", complaint), ("handoffs", handoff)):
        seen = [await desk.client.get(f"/v1/{kind}/{one}", headers=foreign) for one in (there, new_id())]
        assert [answer.status_code for answer in seen] == [404, 404]
        assert len({answer.json()["detail"] for answer in seen}) == 1
    answers = [await desk.client.post(f"/v1/handoffs/{one}/acceptance", headers=foreign) for one in (handoff, new_id())]
    assert [answer.status_code for answer in answers] == [404, 404]
    listed = await desk.client.get("/v1/cases", headers=foreign)
    assert listed.json()["items"] == []


async def test_a_named_receiver_must_work_here(desk: Desk) -> None:
    """RO-4: an offer to nobody is a 422 that names to_id."""
    complaint, agent, _ = await _owned_case(desk)
    refused = await desk.escalate(complaint, agent, to_id=str(new_id()))
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/to_id")
    colleague = await desk.hire()
    refused = await desk.escalate(complaint, agent, to_id=str(colleague))
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/receiver-unsuitable")
    assert (await desk.case(complaint))["handoffs"] == []


async def test_nobody_higher_is_a_conflict_that_says_so(desk: Desk) -> None:
    """RO-4: at the top of the ladder the sender keeps it."""
    agent = await desk.hire()
    refused = await desk.escalate(await desk.open_case(agent), agent)
    assert refused.status_code == 409
    assert "nobody-to-hand-to" in refused.json()["type"]
