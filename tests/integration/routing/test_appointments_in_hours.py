"""Appointments within somebody's hours and absences, as the directory keeps them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.routing.service import SERVICE
from shared.contracts.routing import PromiseBroken
from tests.integration.routing.desk import Desk
from tests.integration.routing.people_scene import book, booked

PATHS = {getattr(route, "path", "") for router in SERVICE.routers for route in router.routes}
pytestmark = pytest.mark.skipif("/v1/staff/{staff_id}/hours" not in PATHS, reason="the directory keeps no hours yet")
TUESDAY = "tuesday"


async def _at_work_on_tuesdays(desk: Desk, **members: Any) -> UUID:
    """Somebody who works on Tuesdays, with a break at noon, in Vilnius."""
    person = await desk.hire(**members)
    shifts = [
        {"weekday": TUESDAY, "from": "09:00", "to": "12:00"},
        {"weekday": TUESDAY, "from": "13:00", "to": "15:00"},
    ]
    answer = await desk.client.put(
        f"/v1/staff/{person}/hours",
        json={"time_zone": "Europe/Vilnius", "shifts": shifts},
        headers=desk.headers() | {"If-Match": '"1"'},
    )
    assert answer.status_code == 200, answer.text
    return person


async def test_nobody_is_booked_outside_their_hours_or_over_their_break(desk: Desk) -> None:
    """RO-12, RO-1: 409; to the minute at both ends, and in no part of the break."""
    agent = await _at_work_on_tuesdays(desk)
    complaint = await desk.open_case(agent, language="lt")
    for starts, minutes, status in (
        ("06:59", 30, 409),
        ("07:00", 30, 201),
        ("09:45", 16, 409),
        ("09:45", 15, 201),
        ("09:30", 120, 409),
        ("11:00", 120, 201),
        ("13:00", 30, 409),
    ):
        answer = await book(desk, complaint, starts_at=f"2026-03-03T{starts}:00Z", minutes=minutes, staff_id=str(agent))
        assert answer.status_code == status, (starts, minutes, answer.text)
        if status == 409:
            assert answer.json()["type"] == "/problems/outside-hours"


async def test_the_next_free_time_and_all_free_times_are_within_their_hours(desk: Desk) -> None:
    """RO-12, RO-1: from Monday noon the next one is on Tuesday at nine, by the clocks of Vilnius."""
    agent = await _at_work_on_tuesdays(desk)
    complaint = await desk.open_case(agent, language="lt")
    first = await booked(desk, complaint, starts_at=None, staff_id=str(agent))
    assert datetime.fromisoformat(first["starts_at"]) == datetime.fromisoformat("2026-03-03T07:00:00+00:00")
    query = {"day": "2026-03-03", "minutes": "60", "time_zone": "Europe/Vilnius"}
    answer = await desk.client.get("/v1/slots", params=query, headers=desk.headers())
    starts = [slot["starts_at"][11:16] for slot in answer.json()["slots"] if str(agent) in slot["staff_ids"]]
    assert starts == ["07:30", "07:45", "08:00", "08:15", "08:30", "08:45", "09:00", "11:00", "11:15", "11:30",
                      "11:45", "12:00"]  # fmt: skip


async def test_who_is_away_is_stood_in_for_by_their_deputy(desk: Desk) -> None:
    """RO-12, RO-1: sick on the day, a call comes at the named time from whoever does their work."""
    deputy, agent = await desk.hire(), await desk.hire()
    await desk.hire("lead")
    complaint = await desk.open_case(agent, language="lt")
    call = await booked(desk, complaint, staff_id=str(agent))
    await desk.absent(agent, deputy=deputy)
    assert (await book(desk, complaint, staff_id=str(agent))).status_code == 409
    desk.clock.advance(timedelta(minutes=110))
    await desk.let_time_pass()
    answer = await desk.client.get(f"/v1/appointments/{call['id']}", headers=desk.headers())
    assert (answer.json()["staff_id"], answer.json()["status"]) == (str(deputy), "booked")
    assert await desk.published(PromiseBroken) == []
