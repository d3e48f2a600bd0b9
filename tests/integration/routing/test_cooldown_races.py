"""Rests after hot cases on a real database, with handoffs that race."""

from __future__ import annotations

import asyncio
import random
from datetime import timedelta
from uuid import UUID

import pytest

from services.routing.commands.moving import move
from services.routing.domain.cooldown import Resting
from services.routing.domain.ownership import How
from services.routing.settings import hot_rest
from services.routing.storage import cases, cooldowns
from shared.contracts.intake import ComplaintClassified
from shared.kernel.ids import new_id
from tests.integration.routing.desk import Desk
from tests.integration.routing.intake_beside import closed, received
from tests.integration.routing.people_scene import hot_case, too_close, turns


async def _offer(desk: Desk, complaint: UUID, to: UUID) -> str:
    answer = await desk.escalate(complaint, to_id=str(to))
    assert answer.status_code == 201, answer.text
    shown: str = answer.json()["id"]
    return shown


async def test_whoever_accepted_a_hot_case_can_not_accept_the_next_one_within_the_rest(desk: Desk) -> None:
    """RO-10: 409; the sender still owns it, and the offer stands until the rest is over."""
    agent, lead = await desk.hire(), await desk.hire("lead")
    first, second = await hot_case(desk, agent), await hot_case(desk, agent)
    offers = [await _offer(desk, complaint, lead) for complaint in (first, second)]
    assert (await desk.answer(offers[0], "acceptance", lead)).status_code == 200
    refused = await desk.answer(offers[1], "acceptance", lead)
    assert refused.status_code == 409
    assert "rest" in refused.json()["type"]
    assert UUID((await desk.case(second))["owner_id"]) == agent
    desk.clock.advance(hot_rest())
    assert (await desk.answer(offers[1], "acceptance", lead)).status_code == 200
    assert [turn["given"] for turn in await turns(desk, lead)] == [True, True]


async def test_nobody_who_rests_is_chosen_by_any_way_and_whom_nobody_chose_rests_from_then_on(desk: Desk) -> None:
    """RO-10: the one door for owners refuses, says until when, and moves nothing; a deputy is noted as not chosen."""
    agent, lead, deputy = await desk.hire(), await desk.hire("lead"), await desk.hire("lead")
    first, second = await hot_case(desk, agent), await hot_case(desk, agent)

    async def give(complaint: UUID, to: UUID, how: How) -> None:
        async with desk.context.transactions.begin(correlation_id="test") as tx:
            case = await cases.load(complaint, tx, lock=True)
            assert case is not None
            await move(case, to, how=how, why=("test",), by="test", tx=tx, now=desk.clock.now())

    await give(first, lead, How.REASSIGNED)
    for how in (How.HANDOFF, How.CLAIM, How.REASSIGNED):
        with pytest.raises(Resting) as refused:
            await give(second, lead, how)
        assert refused.value.extra == {"until": (desk.clock.now() + hot_rest()).isoformat()}
    assert await desk.moves(second) == ((agent, "arrival"),)
    await give(second, deputy, How.DEPUTY)
    assert [(turn["complaint_id"], turn["given"]) for turn in await turns(desk, deputy)] == [(second, False)]
    with pytest.raises(Resting):
        await give(first, deputy, How.CLAIM)


async def test_a_calm_case_is_accepted_at_any_time(desk: Desk) -> None:
    """RO-10: the rest is from hot cases, not from work."""
    agent, lead = await desk.hire(), await desk.hire("lead")
    hot, calm = await hot_case(desk, agent), await desk.open_case(agent, language="lt")
    offers = [await _offer(desk, complaint, lead) for complaint in (hot, calm)]
    answers = [await desk.answer(offer, "acceptance", lead) for offer in offers]
    assert [answer.status_code for answer in answers] == [200, 200]


async def test_of_hot_cases_accepted_at_once_one_is_given_and_the_others_wait(desk: Desk) -> None:
    """RO-10: two workers never both succeed; nothing of those that lose is stored."""
    agent, lead = await desk.hire(), await desk.hire("lead")
    complaints = [await hot_case(desk, agent) for _ in range(6)]
    offers = [await _offer(desk, complaint, lead) for complaint in complaints]
    answers = await asyncio.gather(*(desk.answer(offer, "acceptance", lead) for offer in offers))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409, 409, 409]
    owners = [UUID((await desk.case(complaint))["owner_id"]) for complaint in complaints]
    assert sorted(owners) == sorted([lead, *[agent] * 5])
    assert len(await turns(desk, lead)) == 1


async def test_the_rest_begins_anew_when_the_case_leaves(desk: Desk) -> None:
    """RO-10: closed after half the rest, and handed over, it is as if they had just had it."""
    agent, lead, head = await desk.hire(), await desk.hire("lead"), await desk.hire("head")
    first, second = await hot_case(desk, agent), await hot_case(desk, agent)
    assert (await desk.answer(await _offer(desk, first, lead), "acceptance", lead)).status_code == 200
    desk.clock.advance(hot_rest() / 2)
    assert (await desk.answer(await _offer(desk, first, head), "acceptance", head)).status_code == 200
    offer = await _offer(desk, second, lead)
    desk.clock.advance(hot_rest() - timedelta(minutes=35))
    assert (await desk.answer(offer, "acceptance", lead)).status_code == 409
    async with desk.context.transactions.begin(correlation_id="test") as tx:
        assert await cooldowns.resting(tx, now=desk.clock.now()) >= {lead, head}
        assert lead not in await cooldowns.resting(tx, now=desk.clock.now() + timedelta(minutes=36))


async def test_who_had_a_case_as_it_grew_hot_rests_and_who_kept_one_they_recorded_too(desk: Desk) -> None:
    """RO-10: they were not given it as a hot one, but it wore them out all the same; the end of it is noted."""
    agent = await desk.hire()
    grown, recorded = await desk.open_case(agent), await hot_case(desk, await desk.hire())
    angry = ComplaintClassified(
        complaint_id=grown,
        department="deliveries",
        branch=None,
        category=None,
        root_cause=None,
        product="coat",
        feeling="angry",
        urgency="normal",
        desired_resolution="exchange",
        classified_at=desk.clock.now(),
    )
    await desk.hear(received(angry, version=2))
    (turn,) = await turns(desk, agent)
    assert (turn["complaint_id"], turn["given"], turn["ended_at"]) == (grown, False, None)
    await desk.hear(closed(grown, version=3))
    (turn,) = await turns(desk, agent)
    assert turn["ended_at"] is not None
    rests = await desk.context.database.pool.fetchval("SELECT until FROM hot_rest WHERE staff_id = $1", agent)
    assert rests == turn["ended_at"] + hot_rest()
    owner = UUID((await desk.case(recorded))["owner_id"])
    assert [turn["complaint_id"] for turn in await turns(desk, owner)] == [recorded]


async def test_every_rest_is_as_long_as_the_settings_say(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """RO-10: one that begins with a case, and one that begins anew, whatever way it came about."""
    monkeypatch.setenv("REDRESS_HOT_REST_MINUTES", "135")
    hot_rest.cache_clear()
    try:
        person = await desk.hire()
        async with desk.context.transactions.begin(correlation_id="test") as tx:
            await cooldowns.renew(person, tx, now=desk.clock.now())
            assert await cooldowns.resting_until(person, tx) == desk.clock.now() + timedelta(minutes=135)
    finally:
        hot_rest.cache_clear()


async def test_taking_what_one_has_changes_nothing(desk: Desk) -> None:
    """RO-10: a retry is no second case."""
    person, complaint = new_id(), new_id()
    for _ in range(2):
        async with desk.context.transactions.begin(correlation_id="test") as tx:
            assert await cooldowns.take(person, complaint, tx, now=desk.clock.now(), rest=hot_rest())
        desk.clock.advance(hot_rest() / 3)
    assert len(await turns(desk, person)) == 1
    async with desk.context.transactions.begin(correlation_id="test") as tx:
        assert await cooldowns.resting_until(person, tx) == desk.clock.now() + hot_rest() / 3


@pytest.mark.parametrize("seed", range(4))
async def test_nobody_gets_a_hot_case_within_the_rest_after_one_whatever_happens_at_once(desk: Desk, seed: int) -> None:
    """RO-10: random takes, moves and ends by eight workers at once over an hour of minutes; none too close."""
    chance = random.Random(seed)
    people, complaints, rest = [new_id() for _ in range(4)], [new_id() for _ in range(12)], timedelta(minutes=7)
    given = refused = 0

    async def work(steps: list[tuple[str, UUID, UUID]]) -> tuple[int, int]:
        taken = []
        for what, person, complaint in steps:
            async with desk.context.transactions.begin(correlation_id="test") as tx:
                now = desk.clock.now()
                # The case's lock, which every caller holds.
                await (await tx.raw()).execute("SELECT pg_advisory_xact_lock($1)", complaint.int % 2**62)
                if what == "take":
                    taken.append(await cooldowns.take(person, complaint, tx, now=now, rest=rest))
                elif what == "renew":
                    await cooldowns.renew(person, tx, now=now)
        return taken.count(True), taken.count(False)

    for _ in range(60):
        desk.clock.advance(timedelta(minutes=1))
        batches = [
            [
                (chance.choice(("take", "take", "take", "renew")), chance.choice(people), chance.choice(complaints))
                for _ in range(2)
            ]
            for _ in range(8)
        ]
        for yes, no in await asyncio.gather(*map(work, batches)):
            given, refused = given + yes, refused + no
    assert given > len(people)
    assert refused
    assert await too_close(desk, rest) == []
