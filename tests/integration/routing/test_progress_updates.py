"""An update is due at set intervals: sent, or reported missed."""

from __future__ import annotations

from shared.contracts.routing import ClockBreached
from tests.integration.routing.clock_scene import (
    HOUR,
    after,
    called,
    clocks,
    due,
    falls_due,
    offered,
    reopened,
    resolved,
)
from tests.integration.routing.desk import Desk


async def test_each_word_to_the_customer_meets_one_update_and_begins_the_next(desk: Desk) -> None:
    """RO-13: a day from the recording, then a day from each word of a person; a machine's does not count."""
    complaint = await desk.open_case(await desk.hire())
    assert await due(desk, complaint, "next_update") == after(24)
    await desk.hear(called(complaint, 2, 20), called(complaint, 3, 30, automatic=True), called(complaint, 4, 40))
    desk.clock.advance(41 * HOUR)
    found = await clocks(desk, complaint)
    assert [found["next_update", number]["status"] for number in (1, 2, 3)] == ["met", "met", "running"]
    assert await due(desk, complaint, "next_update", 3) == after(64)


async def test_a_missed_update_is_reported_and_shown_until_it_is_made_good(desk: Desk) -> None:
    """RO-13: it is an event and a line in the list of what was missed; made good late it is kept as late."""
    complaint = await desk.open_case(await desk.hire())
    await desk.hear(called(complaint, 2, 1))
    desk.clock.advance(25 * HOUR + HOUR / 60)
    await desk.let_time_pass()
    missed = [one for one in await desk.published(ClockBreached) if one["clock"] == "next_update"]
    assert [one["round"] for one in missed] == [2]
    asked = {"kind": "next_update", "state": "breached"}
    listed = await desk.client.get("/v1/clocks", params=asked, headers=desk.headers())
    assert [one["complaint_id"] for one in listed.json()["items"]] == [str(complaint)]
    await desk.hear(called(complaint, 3, 27))
    listed = await desk.client.get("/v1/clocks", params=asked, headers=desk.headers())
    assert listed.json()["items"] == []
    assert (await clocks(desk, complaint))["next_update", 2]["status"] == "late"


async def test_nobody_owes_an_update_while_the_customer_is_waited_for_or_after_the_end(desk: Desk) -> None:
    """RO-13, RO-7: paused with the rest; over with the resolution, and due again when it was not one."""
    complaint = await desk.open_case(await desk.hire())
    await desk.hear(called(complaint, 2, 1), offered(complaint, 3, 2))
    assert await falls_due(desk, complaint) is None
    await desk.hear(called(complaint, 4, 50, direction="in"))
    assert await due(desk, complaint, "next_update", 2) == after(73)
    await desk.hear(resolved(complaint, 5, 60), called(complaint, 6, 61))
    assert ("next_update", 3) not in await clocks(desk, complaint)
    await desk.hear(reopened(complaint, 7, 80))
    assert await due(desk, complaint, "next_update", 3) == after(104)
