"""Appointments over HTTP: booking, moving, free times, and calendar files."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from icalendar import Calendar

from shared.kernel.ids import new_id
from tests.integration.routing.desk import Desk
from tests.integration.routing.people_scene import book, booked, post

NOON = "2026-03-03T12:00:00+00:00"


async def _case(desk: Desk, **members: Any) -> tuple[UUID, UUID]:
    agent = await desk.hire(contact={"phone": "+37060012345"})
    return await desk.open_case(agent, **members), agent


async def test_nobody_is_booked_twice_for_one_time_however_many_ask_at_once(desk: Desk) -> None:
    """RO-12: eight callers for one time: one 201; end to end is no clash, a cancelled one is free again."""
    complaint, agent = await _case(desk)
    answers = await asyncio.gather(*(book(desk, complaint, starts_at=NOON) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [201, *[409] * 7]
    (won,) = [answer.json() for answer in answers if answer.status_code == 201]
    refused = await book(desk, complaint, starts_at="2026-03-03T12:15:00Z")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/double-booked")
    await booked(desk, complaint, starts_at="2026-03-03T12:30:00Z")
    assert (await post(desk, f"/v1/appointments/{won['id']}/cancellation", agent)).status_code == 200
    await booked(desk, complaint, starts_at=NOON)


async def test_without_a_time_it_is_the_next_free_one_and_each_gets_their_own(desk: Desk) -> None:
    """RO-12: nobody waits in a line: six ask at once, and six different times are promised."""
    complaint, agent = await _case(desk)
    answers = await asyncio.gather(*(book(desk, complaint, starts_at=None) for _ in range(6)))
    assert [answer.status_code for answer in answers] == [201] * 6
    starts = sorted(datetime.fromisoformat(answer.json()["starts_at"]) for answer in answers)
    assert starts[0] == desk.clock.now() + timedelta(minutes=15)
    assert all(later - earlier == timedelta(minutes=30) for earlier, later in pairwise(starts))
    assert {UUID(answer.json()["staff_id"]) for answer in answers} == {agent}


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"starts_at": "2026-03-02T11:59:00Z"}, "/starts_at"),
        ({"starts_at": "2027-03-03T12:00:00Z"}, "/starts_at"),
        ({"starts_at": "2026-03-03T12:00:00"}, "/starts_at"),
        ({"time_zone": "Europe/Atlantis"}, "/time_zone"),
        ({"time_zone": "../../etc/passwd"}, "/time_zone"),
        ({"minutes": 4}, "/minutes"),
        ({"minutes": 481}, "/minutes"),
        ({"kind": "party"}, "/kind"),
        ({"staff_id": "01900000-0000-7000-8000-00000000dead"}, "/staff_id"),
        ({"place": "x" * 301}, "/place"),
    ],
)
async def test_what_does_not_fit_is_named(desk: Desk, body: dict[str, Any], pointer: str) -> None:
    """RO-12, SU-2: 422 with its pointer, and nothing is booked."""
    complaint, _ = await _case(desk)
    refused = await book(desk, complaint, **{"starts_at": NOON} | body)
    assert refused.status_code == 422, refused.text
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]
    assert await desk.context.database.pool.fetchval("SELECT count(*) FROM appointment") == 0


async def test_a_move_needs_the_version_and_a_free_time(desk: Desk) -> None:
    """RO-12, SU-2: 428 without If-Match, 412 for an old one, 409 onto another; a new place alone keeps the time."""
    complaint, _ = await _case(desk)
    first, other = await booked(desk, complaint, starts_at=NOON), await booked(desk, complaint)
    path = f"/v1/appointments/{first['id']}"

    async def change(match: str | None, **body: Any) -> Any:
        headers = desk.headers() | ({"If-Match": match} if match else {})
        return await desk.client.patch(path, json=body, headers=headers)

    assert (await change(None, place="Room 1")).status_code == 428
    moved = await change('"1"', place="Room 1", note="bring the coat")
    assert (moved.status_code, moved.json()["sequence"], moved.json()["starts_at"]) == (200, 1, first["starts_at"])
    assert (await change('"1"', place=None)).status_code == 412
    assert (await change('"2"', starts_at=other["starts_at"])).json()["type"] == "/problems/double-booked"
    assert (await change('"2"', staff_id=None)).status_code == 422
    longer = (await change('"2"', minutes=90, place=None)).json()
    taken = datetime.fromisoformat(longer["ends_at"]) - datetime.fromisoformat(longer["starts_at"])
    assert (taken, longer["place"], longer["sequence"]) == (timedelta(minutes=90), None, 2)


async def test_free_times_are_those_of_people_who_know_and_speak_it(desk: Desk) -> None:
    """RO-12: of a department and a language, without what is booked, on a day of the customer's zone."""
    complaint, agent = await _case(desk)
    other = await desk.hire(languages=["lt"])
    await desk.hire(department="billing")
    await booked(desk, complaint, starts_at="2026-03-03T10:00:00Z", minutes=60)

    async def slots(**query: Any) -> list[dict[str, Any]]:
        asked = {"day": "2026-03-03", "department": "deliveries", "time_zone": "Europe/Vilnius", "minutes": 60} | query
        answer = await desk.client.get("/v1/slots", params=asked, headers=desk.headers())
        assert answer.status_code == 200, answer.text
        shown: list[dict[str, Any]] = answer.json()["slots"]
        return shown

    both = {str(agent), str(other)}
    found = {slot["starts_at"]: set(slot["staff_ids"]) for slot in await slots()}
    assert min(found) == "2026-03-02T22:00:00Z"
    assert len(found) == 93
    assert (found["2026-03-03T09:00:00Z"], found["2026-03-03T10:00:00Z"]) == (both, {str(other)})
    english = {slot["starts_at"] for slot in await slots(language="en-GB")}
    assert {"2026-03-03T09:00:00Z", "2026-03-03T11:00:00Z"} <= english
    assert not english & {"2026-03-03T09:15:00Z", "2026-03-03T10:00:00Z", "2026-03-03T10:45:00Z"}
    assert await slots(day="2026-03-01") == await slots(department="nobody") == []
    assert len(await slots(day="2026-03-29")) == 89
    for query in ({"day": "2026-02-30"}, {"day": "2026-03-03", "time_zone": "Europe/Atlantis"}, {}):
        assert (await desk.client.get("/v1/slots", params=query, headers=desk.headers())).status_code == 422


async def test_the_customers_link_opens_their_appointment_and_nothing_else(desk: Desk) -> None:
    """RO-12, SU-4: without an account; a changed link is a 404, and one that is long over a 410."""
    complaint, _ = await _case(desk, language="lt", reference="C-2026-7")
    call = await booked(desk, complaint, starts_at=NOON, time_zone="Europe/Vilnius", note="he shouts")
    path = urlsplit(call["link"]).path
    assert path.startswith("/c/appointments/")
    file = await desk.client.get(path)
    assert (file.status_code, file.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    (event,) = Calendar.from_ical(file.content).walk("VEVENT")
    assert event.decoded("dtstart") == datetime.fromisoformat(NOON)
    assert str(event["summary"]) == "Mes jums perskambinsime (C-2026-7)"
    assert str(event["contact"]) == "+37060012345"
    assert b"shouts" not in file.content
    await post(desk, f"/v1/appointments/{call['id']}/cancellation", None)
    assert b"METHOD:CANCEL" in (await desk.client.get(path)).content
    assert (await desk.client.get(path[:-1] + ("A" if path[-1] != "A" else "B"))).status_code == 404
    assert (await desk.client.get("/c/appointments/nonsense")).status_code == 404
    desk.clock.advance(timedelta(days=40))
    assert (await desk.client.get(path)).status_code == 410


async def test_staff_have_the_file_of_an_appointment_and_a_calendar_of_their_own(desk: Desk) -> None:
    """RO-12: their own, or of their teams; another team's is like a missing one."""
    complaint, agent = await _case(desk)
    call = await booked(desk, complaint, starts_at=NOON)
    await booked(desk, complaint)
    mine = desk.headers("agent", staff=agent, teams=())
    stranger = desk.headers("agent", staff=await desk.hire(department="billing"), teams=("billing",))
    file = await desk.client.get(f"/v1/appointments/{call['id']}.ics", headers=mine)
    assert (file.status_code, file.headers["etag"]) == (200, '"1"')
    assert len(Calendar.from_ical(file.content).walk("VEVENT")) == 1
    calendar = await desk.client.get(f"/v1/staff/{agent}/calendar.ics", headers=mine)
    assert len(Calendar.from_ical(calendar.content).walk("VEVENT")) == 2
    for path in (
        f"/v1/appointments/{call['id']}",
        f"/v1/appointments/{call['id']}.ics",
        f"/v1/appointments/{new_id()}.ics",
        f"/v1/staff/{agent}/calendar.ics",
    ):
        assert (await desk.client.get(path, headers=stranger)).status_code == 404, path
    refused = await desk.client.post(f"/v1/appointments/{call['id']}/done", headers=stranger)
    assert refused.status_code == 404


async def test_a_list_is_in_order_of_time_and_paged(desk: Desk) -> None:
    """RO-12, SU-2: from a moment on, of a person, in a status."""
    complaint, agent = await _case(desk)
    ids = [(await booked(desk, complaint, starts_at=f"2026-03-03T{hour:02}:00:00Z"))["id"] for hour in (14, 9, 11)]
    ordered = [ids[1], ids[2], ids[0]]
    path, seen = f"/v1/appointments?staff_id={agent}&status=booked&limit=2", []
    cursor: str | None = ""
    while cursor is not None:
        answer = (await desk.client.get(f"{path}{cursor and '&cursor='}{cursor}", headers=desk.headers())).json()
        seen += [one["id"] for one in answer["items"]]
        cursor = answer["next"]
    assert seen == ordered
    later = await desk.client.get(f"{path}&from=2026-03-03T10:00:00Z", headers=desk.headers())
    assert [one["id"] for one in later.json()["items"]] == ordered[1:]
    foreign = desk.headers("agent", staff=new_id(), teams=("billing",))
    assert (await desk.client.get(path, headers=foreign)).json()["items"] == []
