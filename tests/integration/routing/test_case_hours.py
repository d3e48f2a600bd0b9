"""By whose hours the rest of a case is counted."""

from __future__ import annotations

from datetime import datetime, timedelta

from services.routing.domain.business_time import Span, Unit
from services.routing.storage.case_hours import hours_of
from tests.integration.routing.clock_scene import HOUR, after, post
from tests.integration.routing.desk import Desk
from tests.integration.routing.test_pack_editions import OFFICE


async def test_a_case_has_the_hours_of_its_calendar_and_else_all_hours(desk: Desk) -> None:
    """RO-4, RO-7: half an hour of working time before close is half an hour of the next morning."""
    assert (await post(desk, "/v1/calendars", OFFICE))[0] == 201
    choice = {"codes": ["own"], "calendar": "office", "department": "deliveries"}
    assert (await post(desk, "/v1/pack-choices", choice))[0] == 201
    recorder = await desk.hire()
    office = await desk.open_case(recorder, recorded_at=after(1))
    other = await desk.open_case(recorder, recorded_at=after(1), department="billing")
    half = Span.of(HOUR / 2, unit=Unit.BUSINESS_HOURS)
    # A quarter to five in Vilnius.
    late = datetime.fromisoformat("2026-03-02T16:45+02:00")
    async with desk.context.transactions.begin(correlation_id="test") as tx:
        assert (await hours_of(office, tx)).add(late, half) == datetime.fromisoformat("2026-03-03T09:15+02:00")
        assert (await hours_of(other, tx)).add(late, half) == late + timedelta(minutes=30)
