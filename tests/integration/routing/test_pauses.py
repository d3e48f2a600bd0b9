"""While it is the customer's turn, the clocks that may stand still do."""

from __future__ import annotations

import asyncio
from uuid import UUID

from shared.contracts.routing import ClockBreached, ClockWarned
from shared.kernel.ids import new_id
from tests.integration.routing.clock_scene import HOUR, after, called, clocks, due, falls_due, offered, post, resolved
from tests.integration.routing.desk import Desk


async def test_a_pause_moves_what_may_wait_by_as_long_as_it_was(desk: Desk) -> None:
    """RO-7: nothing falls due meanwhile; resumed, as much is left as was."""
    complaint = await desk.open_case(await desk.hire())
    desk.clock.advance(HOUR)
    status, pause = await post(desk, f"/v1/cases/{complaint}/pauses", {"reason": "document"})
    assert (status, pause["reason"], pause["ended_at"]) == (201, "document", None)
    assert await falls_due(desk, complaint) is None
    desk.clock.advance(100 * HOUR)
    assert {clock["status"] for clock in (await clocks(desk, complaint)).values()} == {"paused"}
    status, ended = await post(desk, f"/v1/cases/{complaint}/pauses/{pause['id']}/end", {})
    assert (status, ended["version"]) == (200, 2)
    assert await due(desk, complaint, "first_answer") == after(104)
    assert await due(desk, complaint, "resolution") == after(220)
    assert await falls_due(desk, complaint) == after(103)
    assert await desk.published(ClockWarned) == await desk.published(ClockBreached) == []


async def test_a_pause_until_a_day_ends_by_itself(desk: Desk) -> None:
    """RO-7: everybody knows when the clocks go on, so does the timer; afterwards there may be another pause."""
    complaint = await desk.open_case(await desk.hire())
    path = f"/v1/cases/{complaint}/pauses"
    desk.clock.advance(HOUR)
    assert (await post(desk, path, {"reason": "appointment", "until": after(49).isoformat()}))[0] == 201
    assert await due(desk, complaint, "first_answer") == after(52)
    assert await falls_due(desk, complaint) == after(51)
    assert (await post(desk, path, {"reason": "answer"}))[0] == 409
    desk.clock.advance(48 * HOUR)
    assert (await clocks(desk, complaint))["first_answer", 1]["status"] == "running"
    assert (await post(desk, path, {"reason": "answer"}))[0] == 201
    listed = await desk.client.get(path, headers=desk.headers())
    assert [one["reason"] for one in listed.json()["items"]] == ["answer", "appointment"]


async def test_the_customers_word_ends_every_wait(desk: Desk) -> None:
    """RO-7: our pause, and the wait that an offer begins by itself."""
    complaint = await desk.open_case(await desk.hire())
    desk.clock.advance(HOUR)
    _, pause = await post(desk, f"/v1/cases/{complaint}/pauses", {"reason": "answer"})
    await desk.hear(called(complaint, 2, 11, direction="in"))
    assert await due(desk, complaint, "first_answer") == after(14)
    desk.clock.advance(11 * HOUR)
    assert (await post(desk, f"/v1/cases/{complaint}/pauses/{pause['id']}/end", {}))[0] == 409
    await desk.hear(offered(complaint, 3, 12))
    assert await falls_due(desk, complaint) is None
    await desk.hear(called(complaint, 4, 22, direction="in"))
    assert await due(desk, complaint, "first_answer") == after(24)


async def test_a_regulators_clock_waits_for_nobody(desk: Desk) -> None:
    """RO-7: where only such clocks run, there is nothing to pause."""
    choice = {"codes": ["cfpb"], "product": "loan"}
    assert (await post(desk, "/v1/pack-choices", choice))[0] == 201
    complaint = await desk.open_case(await desk.hire(), product="loan", recorded_at=after(1))
    status, problem = await post(desk, f"/v1/cases/{complaint}/pauses", {"reason": "document"})
    assert (status, problem["type"].rsplit("/", 1)[-1]) == (409, "not-pausable")


async def test_a_holding_response_stops_what_it_stops_and_no_more(desk: Desk) -> None:
    """RO-7: in progress within fifteen days, answered within sixty; nothing is held into the past."""
    assert (await post(desk, "/v1/pack-choices", {"codes": ["cfpb"]}))[0] == 201
    complaint = await desk.open_case(await desk.hire(), recorded_at=after(1))
    desk.clock.advance(24 * HOUR)
    path = f"/v1/cases/{complaint}/holding-responses"
    assert (await post(desk, path, {"why": "third-party", "expected_by": after(24).isoformat()}))[0] == 422
    status, sent = await post(desk, path, {"why": "third-party", "expected_by": after(900).isoformat()})
    assert (status, sent["why"]) == (201, "third-party")
    assert {kind: clock["status"] for (kind, _), clock in (await clocks(desk, complaint)).items()} == {
        "response": "met",
        "final_response": "running",
    }


async def test_who_may_not_see_the_case_pauses_nothing(desk: Desk) -> None:
    """SU-4, RO-7: foreign and missing alike; a case that is over has no clock to stop."""
    complaint, other = await desk.open_case(await desk.hire()), await desk.open_case(await desk.hire())
    agent = {"role": "agent", "staff": new_id(), "teams": ["billing"]}
    _, pause = await post(desk, f"/v1/cases/{complaint}/pauses", {"reason": "answer"})
    for path in (
        f"/v1/cases/{complaint}/pauses",
        f"/v1/cases/{new_id()}/pauses",
        f"/v1/cases/{complaint}/pauses/{pause['id']}/end",
    ):
        assert (await post(desk, path, {"reason": "answer"} if path.endswith("pauses") else {}, **agent))[0] == 404
    assert (await post(desk, f"/v1/cases/{other}/pauses/{pause['id']}/end", {}))[0] == 404
    await desk.hear(resolved(other, 2, 1))
    assert (await post(desk, f"/v1/cases/{other}/pauses", {"reason": "answer"}))[0] == 409
    past = {"reason": "answer", "until": after(-1).isoformat()}
    third = await desk.open_case(await desk.hire())
    assert (await post(desk, f"/v1/cases/{third}/pauses", past))[0] == 422


async def test_of_many_who_pause_at_once_one_does(desk: Desk) -> None:
    """RO-7: the database has one open pause a case."""
    complaint = await desk.open_case(await desk.hire())
    path = f"/v1/cases/{complaint}/pauses"
    statuses = [
        status for status, _ in await asyncio.gather(*(post(desk, path, {"reason": "answer"}) for _ in "12345"))
    ]
    assert sorted(statuses) == [201, 409, 409, 409, 409]
    assert UUID((await desk.case(complaint))["complaint_id"]) == complaint
