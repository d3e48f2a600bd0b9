"""The queue: seen by leads, claimed by whoever has a hand free, gone through by itself."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import UUID

from shared.contracts.routing import CaseAssigned
from shared.kernel.ids import new_id
from tests.integration.routing.desk import START, Desk, closed, received, recorded
from tests.integration.routing.queue_scene import claim, claimed, every_page, waiting_cases


async def test_twenty_callers_at_once_get_twenty_cases(desk: Desk) -> None:
    """RO-2, RO-14: two callers never get the same one, and nobody goes away empty while something waits."""
    complaints = await waiting_cases(desk, 20)
    people = [await desk.hire(languages=["el"]) for _ in range(20)]
    got = await asyncio.gather(*(claimed(desk, person) for person in people))
    assert sorted(filter(None, got)) == sorted(complaints)
    for person, complaint in zip(people, got, strict=True):
        assert complaint is not None
        case = await desk.case(complaint)
        assert (UUID(case["owner_id"]), case["queue"], case["responsible_lead_id"]) == (person, None, None)
        assert (await desk.moves(complaint))[-1] == (person, "claim")
    assert {one["how"] for one in await desk.published(CaseAssigned)} == {"claim"}
    assert await claimed(desk, people[0]) is None


async def test_the_most_urgent_and_oldest_is_claimed_first(desk: Desk) -> None:
    """RO-2: urgency before age, age before anything else; the queue shows the same order."""
    made = []
    for minutes, urgency in ((0, "normal"), (1, "raised"), (2, "high"), (3, "normal"), (4, "high")):
        at = START + timedelta(minutes=minutes)
        made += await waiting_cases(desk, 1, urgency=urgency, recorded_at=at)
    expected = [made[index] for index in (2, 4, 1, 0, 3)]
    assert [UUID(item["complaint_id"]) for item in await every_page(desk, "/v1/queue", limit=2)] == expected
    person = await desk.hire(languages=["el"])
    desk.clock.advance(timedelta(hours=2))
    assert [await claimed(desk, person) for _ in made] == expected


async def test_nobody_claims_what_they_do_not_speak_or_know(desk: Desk) -> None:
    """RO-2: language and trade are conditions here too; the general queue is everybody's."""
    (greek,) = await waiting_cases(desk, 1)
    (general,) = await waiting_cases(desk, 1, department=None, language="lt")
    stranger = await desk.hire(languages=["el"], department="billing")
    assert await claimed(desk, stranger) is None
    crossed = await desk.hire(languages=["el"], department="billing", skills=["coat"])
    assert await claimed(desk, crossed, queue="general") is None
    assert await claimed(desk, crossed) == greek
    helper = await desk.hire(languages=["lt"], department=None)
    assert await claimed(desk, helper, queue="deliveries") is None
    assert await claimed(desk, helper, queue="general") == general


async def test_only_who_works_here_and_has_room_claims(desk: Desk) -> None:
    """RO-1, RO-2: a system and a stranger are refused, and capacity is a bound."""
    await waiting_cases(desk, 2)
    full = await desk.hire(languages=["el"], capacity=1)
    assert await claimed(desk, full) is not None
    refused = await claim(desk, full)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/at-capacity")
    assert (refused.json()["load"], refused.json()["capacity"]) == (1, 1)
    for nobody in (None, new_id()):
        answer = await claim(desk, nobody)
        assert (answer.status_code, answer.json()["type"]) == (403, "/problems/not-on-the-staff")


async def test_a_claim_repeated_with_its_key_claims_once(desk: Desk) -> None:
    """SU-2: the same answer again, and no second case."""
    await waiting_cases(desk, 2)
    person = await desk.hire(languages=["el"])
    headers = desk.headers("agent", staff=person) | {"idempotency-key": "one"}
    first, again = [await desk.client.post("/v1/queue/next", json={}, headers=headers) for _ in range(2)]
    assert first.json() == again.json()
    assert len(await desk.published(CaseAssigned)) == 1


async def test_the_queue_shows_who_answers_and_how_long_it_waits(desk: Desk) -> None:
    """RO-2, RO-14: by queue and by lead, paged; others' departments are not seen, one's own queue is."""
    lead = await desk.hire("lead", languages=["en"])
    (complaint,) = await waiting_cases(desk, 1, urgency="high")
    await waiting_cases(desk, 1, department="billing")
    desk.clock.advance(timedelta(minutes=7))
    (item,) = await every_page(desk, f"/v1/queue?department=deliveries&lead_id={lead}", limit=5)
    assert (UUID(item["complaint_id"]), UUID(item["responsible_lead_id"])) == (complaint, lead)
    assert (item["waiting_minutes"], item["urgency"], item["language"]) == (7, "high", "el")
    assert await every_page(desk, f"/v1/queue?lead_id={new_id()}", limit=5) == []
    theirs = await every_page(desk, "/v1/queue", limit=1, teams=["billing"])
    assert [one["queue"] for one in theirs] == ["billing"]
    own = await every_page(desk, "/v1/queue", limit=1, staff=lead, teams=["repairs"])
    assert len(own) == 2


async def test_what_waits_is_placed_by_itself_as_soon_as_somebody_suits(desk: Desk) -> None:
    """RO-2: it is looked at again and again, and at once when somebody new is hired; the oldest come first."""
    lead = await desk.hire("lead", languages=["en"])
    complaints = await waiting_cases(desk, 3)
    for _ in range(3):
        desk.clock.advance(timedelta(minutes=5))
        assert await desk.let_time_pass() == 1
    assert {UUID((await desk.case(one))["responsible_lead_id"]) for one in complaints} == {lead}
    speaker = await desk.hire(languages=["el"], capacity=2)
    await desk.let_time_pass()
    owners = [UUID((await desk.case(one))["owner_id"]) for one in complaints]
    assert owners[:2] == [speaker, speaker]
    assert owners[2] != speaker
    assert (await desk.moves(complaints[0]))[-1] == (speaker, "arrival")


async def test_what_waits_goes_to_who_has_room_again(desk: Desk) -> None:
    """RO-2: nobody tells of a case that is done, so the queue is looked at every five minutes."""
    owner = await desk.hire(capacity=1)
    done = await desk.open_case(new_id())
    (waiting,) = await waiting_cases(desk, 1, language="en")
    await desk.hear(closed(done, version=2))
    desk.clock.advance(timedelta(minutes=5))
    await desk.let_time_pass()
    assert UUID((await desk.case(waiting))["owner_id"]) == owner


async def test_a_queue_that_is_empty_falls_due_no_more(desk: Desk) -> None:
    """SU-8: nothing waits, so nothing is looked at."""
    speaker = await desk.hire(languages=["lt"])
    (complaint,) = await waiting_cases(desk, 1)
    path, admin = f"/v1/staff/{speaker}", desk.headers() | {"if-match": '"1"'}
    assert (await desk.client.patch(path, json={"languages": ["el"]}, headers=admin)).status_code == 200
    desk.clock.advance(timedelta(minutes=5))
    await desk.let_time_pass()
    assert UUID((await desk.case(complaint))["owner_id"]) == speaker
    assert await desk.context.database.pool.fetchval("SELECT count(*) FROM timer WHERE kind = 'place_queued'") == 0


async def test_a_long_queue_is_gone_through_in_pages(desk: Desk) -> None:
    """RO-2: what nobody can take at its head keeps nothing back that somebody can."""
    await waiting_cases(desk, 130, urgency="critical")
    last = await waiting_cases(desk, 1, language="lt")
    await desk.hire(languages=["lt"])
    desk.clock.advance(timedelta(minutes=5))
    await desk.let_time_pass()
    assert (await desk.case(last[0]))["queue"] is None
    assert len(await every_page(desk, "/v1/queue", limit=100)) == 130


async def test_forgotten_cases_surface_the_longest_quiet_first(desk: Desk) -> None:
    """RO-13: by their last word to the customer or their owner's beginning, whichever is later."""
    owner = await desk.hire()
    first = await desk.open_case(owner)
    desk.clock.advance(timedelta(hours=1))
    second = await desk.open_case(owner)
    assert await every_page(desk, "/v1/cases/forgotten", limit=1) == []
    desk.clock.advance(timedelta(hours=72, minutes=1))
    found = await every_page(desk, "/v1/cases/forgotten?department=deliveries", limit=1)
    assert [UUID(one["complaint_id"]) for one in found] == [first, second]
    assert await every_page(desk, "/v1/cases/forgotten", limit=1, teams=["billing"]) == []


async def test_the_decision_is_kept_and_told(desk: Desk) -> None:
    """RO-2: who was ranked on arrival and who passed over stays told when the staff has long changed."""
    full, best = await desk.hire(capacity=0), await desk.hire()
    other = await desk.hire(languages=["lt"])
    complaint = await desk.open_case(new_id())
    path = f"/v1/cases/{complaint}/candidates"
    second = await desk.hire(skills=["coat"])
    told = (await desk.client.get(path, headers=desk.headers("agent"))).json()
    assert [UUID(one["staff_id"]) for one in told["ranked"]] == [second]
    assert told["ranked"][0]["why"][:2] == ["speaks en", "knows coat"]
    assert told["passed_over"] == {"language": 1, "full": 1}
    assert told["decided"]["passed_over"] == {"language": 1, "full": 1}
    assert [UUID(one) for one in told["decided"]["ranked"]] == [best]
    assert {full, other}.isdisjoint({UUID(one) for one in told["decided"]["ranked"]})
    assert (await desk.client.get(path, headers=desk.headers("agent", teams=["billing"]))).status_code == 404


async def test_equal_people_take_turns(desk: Desk) -> None:
    """RO-2: whose cases are done at once does not get every next one."""
    people = {await desk.hire() for _ in range(3)}
    owners = []
    for _ in range(6):
        event = recorded(new_id())
        await desk.hear(received(event, version=1))
        owners.append(UUID((await desk.case(event.complaint_id))["owner_id"]))
        await desk.context.database.pool.execute("UPDATE case_file SET status = 'closed'")
        desk.clock.advance(timedelta(seconds=1))
    assert set(owners[:3]) == people
    assert owners[3:] == owners[:3]
