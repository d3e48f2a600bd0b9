"""Clocks warn at a share of their time and breach once; a breach takes the case higher."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from services.routing.commands.warn_or_breach import WarnOrBreach, warn_or_breach
from services.routing.domain import kinds
from services.routing.service import SERVICE
from shared.contracts.routing import CaseEscalated, ClockBreached, ClockWarned
from shared.kernel.ids import new_id
from shared.messaging import timers
from tests.integration.routing.clock_scene import HOUR, after, called, clocks, falls_due, reopened, resolved
from tests.integration.routing.desk import Desk
from tests.integration.routing.intake_beside import classified

INSTANT = timedelta(microseconds=1)


async def test_a_clock_warns_at_its_share_and_breaches_a_moment_after_it_is_due(desk: Desk) -> None:
    """RO-7: three quarters of four hours; due times themselves are in time; each is told once."""
    owner = await desk.hire()
    complaint = await desk.open_case(owner)
    assert await falls_due(desk, complaint) == after(3)
    desk.clock.advance(3 * HOUR)
    assert await desk.let_time_pass() == 1
    (warned,) = await desk.published(ClockWarned)
    assert (warned["clock"], warned["round"], warned["pack"]) == ("first_answer", 1, "own")
    assert (await clocks(desk, complaint))["first_answer", 1]["status"] == "warned"
    desk.clock.advance(HOUR - timedelta(minutes=5))
    assert await desk.let_time_pass() == 0
    assert await falls_due(desk, complaint) == after(4) + INSTANT
    desk.clock.advance(timedelta(minutes=5))
    assert (await clocks(desk, complaint))["first_answer", 1]["status"] == "warned"
    desk.clock.advance(INSTANT)
    await desk.let_time_pass()
    (breached,) = await desk.published(ClockBreached)
    assert (breached["clock"], UUID(breached["owner_id"]), breached["pack"]) == ("first_answer", owner, "own")
    assert (await clocks(desk, complaint))["first_answer", 1]["status"] == "breached"
    assert len(await desk.published(ClockWarned)) == 1
    assert await falls_due(desk, complaint) == after(18)


async def test_a_breach_escalates_and_the_owner_stays_answerable(desk: Desk) -> None:
    """RO-7, RO-5: by routing itself, with its reason, where the rule says so."""
    owner, lead = await desk.hire(), await desk.hire("lead")
    complaint = await desk.open_case(owner)
    desk.clock.advance(5 * HOUR)
    await desk.let_time_pass(limit=2)
    case = await desk.case(complaint)
    (handoff,) = case["handoffs"]
    assert (handoff["reason"], handoff["status"], UUID(handoff["to_id"])) == ("breached_clock", "offered", lead)
    assert UUID(case["owner_id"]) == owner
    assert len(await desk.published(CaseEscalated)) == 1


async def test_a_breach_that_need_not_escalate_is_told_and_moves_nobody(desk: Desk) -> None:
    """RO-7, RO-13: a recap or an update that is late is reported; the case stays where it is."""
    await desk.hire("lead")
    complaint = await desk.open_case(await desk.hire())
    await desk.hear(called(complaint, 2, 1))
    desk.clock.advance(26 * HOUR)
    await desk.let_time_pass()
    assert sorted(one["clock"] for one in await desk.published(ClockBreached)) == ["next_update", "recap"]
    assert (await desk.case(complaint))["handoffs"] == []


async def test_what_was_done_in_time_neither_warns_nor_breaches(desk: Desk) -> None:
    """RO-7: a resolution leaves nothing to wait for, not even a timer."""
    complaint = await desk.open_case(await desk.hire())
    await desk.hear(resolved(complaint, 2, 2))
    assert await falls_due(desk, complaint) is None
    desk.clock.advance(timedelta(days=30))
    assert await desk.let_time_pass() == 0
    assert {clock["status"] for clock in (await clocks(desk, complaint)).values()} == {"met"}
    await desk.hear(reopened(complaint, 3, 400))
    assert await falls_due(desk, complaint) == after(418)


async def test_a_breach_that_was_heard_of_late_is_told_once(desk: Desk) -> None:
    """RO-7, RE-1: the worker was down when it ran out; the resolution came first, and it was late all the same."""
    complaint = await desk.open_case(await desk.hire())
    await desk.hear(resolved(complaint, 2, 200))
    desk.clock.advance(201 * HOUR)
    assert await desk.let_time_pass() == 1
    told = sorted(one["clock"] for one in await desk.published(ClockBreached))
    assert told == ["first_answer", "next_update", "recap", "resolution"]
    assert await falls_due(desk, complaint) is None
    await desk.hear(called(complaint, 3, 202))
    assert await desk.let_time_pass() == 0


async def test_two_who_look_at_once_tell_it_once(desk: Desk) -> None:
    """RO-7, SU-8: the second waits for the first, and finds it told."""
    complaint = await desk.open_case(await desk.hire())
    desk.clock.advance(5 * HOUR)

    async def look() -> None:
        async with desk.context.transactions.begin(correlation_id="test") as tx:
            await warn_or_breach(WarnOrBreach(complaint, desk.clock.now()), tx)

    await asyncio.gather(*(look() for _ in range(4)))
    assert len(await desk.published(ClockBreached)) == 1


async def test_a_fact_that_comes_while_a_worker_holds_the_timer_wins(desk: Desk) -> None:
    """RO-7, SU-8: the lease is lost, nothing was told, and the new moment stands."""
    complaint = await desk.open_case(await desk.hire())
    desk.clock.advance(3 * HOUR)
    async with desk.context.database.pool.acquire() as connection:
        (held,) = await timers.claim(connection, kinds=[kinds.CASE_CLOCK], offset=desk.clock.offset(), limit=1)
    await desk.hear(called(complaint, 2, 2.5))
    with pytest.raises(timers.LeaseLost):
        await SERVICE.timers[kinds.CASE_CLOCK](held, desk.context)
    assert await desk.published(ClockWarned) == []
    assert await falls_due(desk, complaint) == after(18)
    assert await desk.let_time_pass() == 0


async def test_urgency_raised_shortens_what_runs(desk: Desk) -> None:
    """RO-7: per priority, counted from when it was said; heard in the other order it is the same."""
    first, second = await desk.open_case(await desk.hire()), await desk.open_case(await desk.hire())
    for complaint, versions in ((first, (2, 3)), (second, (3, 2))):
        said = {
            2: classified(complaint, version=2, urgency="critical", classified_at=after(1)),
            3: classified(complaint, version=3, urgency="normal", classified_at=after(1.2)),
        }
        for version in versions:
            await desk.hear(said[version])
        assert await falls_due(desk, complaint) == after(1) + timedelta(minutes=22.5)
    assert [clock["due_at"] for clock in (await desk.case(first))["clocks"]] == [
        clock["due_at"] for clock in (await desk.case(second))["clocks"]
    ]


async def test_what_a_person_writes_is_an_answer_and_what_a_machine_writes_is_none(desk: Desk) -> None:
    """RO-7: an automatic acknowledgement stops no clock of ours."""
    complaint = await desk.open_case(await desk.hire())
    await desk.hear(called(complaint, 2, 1, automatic=True))
    assert (await clocks(desk, complaint))["first_answer", 1]["stopped_at"] is None
    await desk.hear(called(complaint, 3, 2))
    assert (await clocks(desk, complaint))["first_answer", 1]["status"] == "met"


async def test_due_clocks_are_listed_by_what_is_due_first(desk: Desk) -> None:
    """RO-7, RO-14: paged, by state, kind, department, owner and time; a foreign department's are not there."""
    owner = await desk.hire()
    late, early = await desk.open_case(owner), await desk.open_case(owner)
    foreign = await desk.open_case(new_id(), department="billing")
    await desk.hear(called(early, 2, 3.9))
    desk.clock.advance(5 * HOUR)

    async def listed(who: dict[str, object] | None = None, **asked: object) -> list[tuple[UUID, str]]:
        found: list[tuple[UUID, str]] = []
        cursor: dict[str, str] = {}
        while True:
            answer = await desk.client.get(
                "/v1/clocks", params={**asked, **cursor, "limit": 2}, headers=desk.headers(**(who or {}))
            )
            assert answer.status_code == 200, answer.text
            found += [(UUID(one["complaint_id"]), one["kind"]) for one in answer.json()["items"]]
            if answer.json()["next"] is None:
                return found
            cursor = {"cursor": answer.json()["next"]}

    team = {"role": "lead", "staff": new_id(), "teams": ["deliveries"]}
    assert await listed(team, state="breached") == [(late, "first_answer")]
    assert [one for one, _ in await listed(state="breached")] == [late, foreign]
    assert await listed(kind="first_answer", department="billing") == [(foreign, "first_answer")]
    soon = after(24.5).isoformat()
    assert set(await listed(team, state="running", due_before=soon)) == {
        (late, "next_update"),
        (late, "recap"),
        (early, "recap"),
    }
    assert len(await listed(owner_id=str(owner))) == 7
    assert await listed(team, state="paused") == []
