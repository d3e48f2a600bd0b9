"""Promised calls: calming ones, missed ones, and who calls in somebody's place."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.routing.commands.attend_appointment import AttendAppointment, attend_appointment
from services.routing.queries.callback_lines import lines
from services.routing.settings import hot_rest
from shared.contracts.routing import PromiseBroken
from shared.kernel.ids import new_id
from tests.integration.routing.desk import Desk
from tests.integration.routing.intake_beside import closed
from tests.integration.routing.people_scene import booked, hot_case, post


async def _all(desk: Desk, complaint: UUID) -> list[dict[str, Any]]:
    """The appointments of a case, the earliest first."""
    answer = await desk.client.get(f"/v1/appointments?complaint_id={complaint}", headers=desk.headers())
    assert answer.status_code == 200, answer.text
    shown: list[dict[str, Any]] = answer.json()["items"]
    return shown


async def _pass(desk: Desk, hours: float) -> None:
    """Time passes, and what falls due is done."""
    desk.clock.advance(timedelta(hours=hours))
    await desk.let_time_pass()


@pytest.mark.parametrize(("how", "kind"), [("call", "calming_call"), ("message", "calming_message")])
async def test_a_customer_who_needs_to_calm_down_is_promised_a_named_time(desk: Desk, how: str, kind: str) -> None:
    """RO-10: a call or a message by the owner; the summary tells it, and whoever calmed them rests anew."""
    agent = await desk.hire()
    complaint = await hot_case(desk, agent)
    desk.clock.advance(hot_rest() / 2)
    at = desk.clock.now() + timedelta(hours=3)
    answer = await post(
        desk, f"/v1/cases/{complaint}/calm", agent, how=how, at=at.isoformat(), time_zone="Europe/Vilnius"
    )
    assert answer.status_code == 201, answer.text
    shown = answer.json()
    assert (shown["kind"], shown["status"], UUID(shown["staff_id"])) == (kind, "booked", agent)
    assert datetime.fromisoformat(shown["starts_at"]) == at
    rests = await desk.context.database.pool.fetchval("SELECT until FROM hot_rest WHERE staff_id = $1", agent)
    assert rests == desk.clock.now() + hot_rest()
    async with desk.context.transactions.begin(correlation_id="test") as tx:
        (line,) = await lines(complaint, tx)
    assert (line.code, line.values["at"]) == (f"appointment_{kind}", "2026-03-02 17:30")


@pytest.mark.parametrize("hours", [0, -1, 24 * 7 + 1])
async def test_a_calming_call_is_in_the_future_and_within_a_week(desk: Desk, hours: int) -> None:
    """RO-10: 422 that names the time; nothing is booked."""
    agent = await desk.hire()
    complaint = await hot_case(desk, agent)
    at = (desk.clock.now() + timedelta(hours=hours)).isoformat()
    answer = await post(desk, f"/v1/cases/{complaint}/calm", agent, how="call", at=at)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/time-unsuitable")
    assert (await post(desk, f"/v1/cases/{complaint}/calm", agent, how="call")).status_code == 422
    assert await _all(desk, complaint) == []


async def test_a_call_that_came_is_done_and_nothing_falls_due(desk: Desk) -> None:
    """RO-12: the promise is kept; a second word about it is a 409."""
    agent = await desk.hire()
    complaint = await desk.open_case(agent)
    call = await booked(desk, complaint)
    await _pass(desk, 2.1)
    done = await post(desk, f"/v1/appointments/{call['id']}/done", agent)
    assert (done.status_code, done.json()["status"]) == (200, "done")
    assert (await post(desk, f"/v1/appointments/{call['id']}/cancellation", agent)).status_code == 409
    await _pass(desk, 24)
    assert await desk.published(PromiseBroken) == []
    assert [one["status"] for one in await _all(desk, complaint)] == ["done"]


async def test_a_call_that_did_not_come_is_a_broken_promise_and_somebody_higher_makes_up_for_it(desk: Desk) -> None:
    """RO-10, RO-12: missed once, told once; the manager is booked for the next free time, and so on."""
    lead, head = await desk.hire("lead", department="billing"), await desk.hire("head")
    agent = await desk.hire(reports_to=str(lead))
    complaint = await desk.open_case(agent)
    await booked(desk, complaint)
    await _pass(desk, 3)
    first, second = await _all(desk, complaint)
    assert (first["status"], second["status"], second["follows_id"]) == ("missed", "booked", first["id"])
    assert UUID(second["staff_id"]) == lead
    assert timedelta(0) < datetime.fromisoformat(second["starts_at"]) - desk.clock.now() <= timedelta(minutes=30)
    (broken,) = await desk.published(PromiseBroken)
    assert (broken["promise_id"], broken["staff_id"]) == (first["id"], str(agent))
    await _pass(desk, 2)
    assert [UUID(one["staff_id"]) for one in await _all(desk, complaint)] == [agent, lead, head]
    await _pass(desk, 48)
    assert [one["status"] for one in await _all(desk, complaint)] == ["missed"] * 3
    assert len(await desk.published(PromiseBroken)) == 3
    assert await desk.context.database.pool.fetchval("SELECT count(*) FROM timer WHERE kind = 'callback_due'") == 0


async def test_who_left_is_stood_in_for_before_the_call_is_due(desk: Desk) -> None:
    """RO-12: a quarter of an hour before it; the customer is called at the named time all the same."""
    lead, agent = await desk.hire("lead"), await desk.hire()
    complaint = await desk.open_case(agent)
    call = await booked(desk, complaint)
    left = await desk.client.patch(
        f"/v1/staff/{agent}", json={"active": False}, headers=desk.headers() | {"If-Match": '"1"'}
    )
    assert left.status_code == 200, left.text
    await _pass(desk, 1.8)
    (moved,) = await _all(desk, complaint)
    assert (moved["id"], UUID(moved["staff_id"]), moved["status"]) == (call["id"], lead, "booked")
    assert (moved["starts_at"], moved["sequence"]) == (call["starts_at"], 1)
    assert await desk.published(PromiseBroken) == []


async def test_a_visit_that_was_missed_is_no_call_to_be_made_up_for_by_anybody(desk: Desk) -> None:
    """RO-12: a repair needs whoever can repair; it shows as missed."""
    agent = await desk.hire()
    await desk.hire("lead")
    complaint = await desk.open_case(agent)
    await booked(desk, complaint, kind="repair_visit", minutes=60)
    await _pass(desk, 4)
    assert [one["status"] for one in await _all(desk, complaint)] == ["missed"]


async def test_a_missed_call_of_a_case_that_is_closed_is_not_made_up_for(desk: Desk) -> None:
    """RO-12: nobody waits for it any more."""
    agent = await desk.hire()
    await desk.hire("lead")
    complaint = await desk.open_case(agent)
    await booked(desk, complaint)
    await desk.hear(closed(complaint, version=2))
    await _pass(desk, 3)
    assert [one["status"] for one in await _all(desk, complaint)] == ["missed"]
    refused = await post(desk, f"/v1/cases/{complaint}/appointments", agent, kind="callback")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/case-is-closed")


async def test_two_workers_who_see_one_call_missed_make_up_for_it_once(desk: Desk) -> None:
    """RO-12, SU-8: one broken promise, one new call, however many look at once."""
    agent = await desk.hire()
    await desk.hire("lead")
    complaint = await desk.open_case(agent)
    call = await booked(desk, complaint)
    desk.clock.advance(timedelta(hours=3))

    async def look() -> None:
        async with desk.context.transactions.begin(correlation_id="test") as tx:
            await attend_appointment(AttendAppointment(UUID(call["id"]), desk.clock.now()), tx)

    await asyncio.gather(*(look() for _ in range(4)))
    assert len(await _all(desk, complaint)) == 2
    assert len(await desk.published(PromiseBroken)) == 1


async def test_a_call_of_which_nothing_is_known_is_nothing_to_do(desk: Desk) -> None:
    """SU-8: what it was for is gone."""
    async with desk.context.transactions.begin(correlation_id="test") as tx:
        assert await attend_appointment(AttendAppointment(new_id(), desk.clock.now()), tx) is None
