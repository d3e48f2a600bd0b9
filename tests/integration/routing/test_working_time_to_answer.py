"""An answer is waited for in working time."""

from __future__ import annotations

from datetime import datetime

from tests.integration.routing.clock_scene import after, post
from tests.integration.routing.desk import Desk
from tests.integration.routing.test_pack_editions import OFFICE


async def test_an_offer_shortly_before_close_waits_until_the_morning(desk: Desk) -> None:
    """RO-4, RO-7: half an hour from a quarter to five is a quarter past nine, by the calendar of the case."""
    assert (await post(desk, "/v1/calendars", OFFICE))[0] == 201
    assert (await post(desk, "/v1/pack-choices", {"codes": ["own"], "calendar": "office"}))[0] == 201
    lead = await desk.hire("lead")
    agent = await desk.hire(reports_to=str(lead))
    complaint = await desk.open_case(agent, recorded_at=after(1))
    desk.clock.advance(datetime.fromisoformat("2026-03-02T16:45+02:00") - desk.clock.now())
    offered = (await desk.escalate(complaint, agent)).json()
    assert datetime.fromisoformat(offered["respond_by"]) == datetime.fromisoformat("2026-03-03T09:15+02:00")
