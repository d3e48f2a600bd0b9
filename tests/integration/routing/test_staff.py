"""The staff directory over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from shared.contracts.routing import StaffChanged
from shared.kernel.ids import new_id
from tests.integration.routing.desk import Desk

RASA: dict[str, Any] = {
    "name": "Rasa Kazlauskė",
    "level": "lead",
    "department": "deliveries",
    "branch": "Vilnius",
    "languages": ["lt", "EN-gb"],
    "skills": ["coat"],
    "cross_skills": ["shoe"],
    "time_zone": "Europe/Vilnius",
    "country": "LT",
    "capacity": 12,
    "contact": {"email": "rasa@shop.example", "phone": "+37060012345"},
    "authority": [{"remedy": "refund", "amount": "150.50", "currency": "EUR"}],
}


async def test_what_was_said_of_a_person_is_kept_and_shown(desk: Desk) -> None:
    """RO-1: department, branch, skills, languages, level, capacity, contact, authority per remedy and amount."""
    added = await desk.client.post("/v1/staff", json=RASA, headers=desk.headers("admin"))
    assert added.status_code == 201, added.text
    shown = await desk.client.get(added.headers["location"], headers=desk.headers("agent"))
    assert shown.json() == added.json()
    assert shown.headers["etag"] == '"1"'
    told = {"languages": ["en-GB", "lt"], "reports_to": None, "deputy_id": None, "active": True, "version": 1}
    expected = RASA | told
    assert {name: value for name, value in shown.json().items() if name != "id"} == expected
    (event,) = await desk.published(StaffChanged)
    assert event["active"] is True
    assert "Rasa" not in str(event)


async def test_a_change_needs_the_version_that_was_read(desk: Desk) -> None:
    """RO-1, SU-2: 428 without If-Match, 412 with an old one; the second of two writers is told."""
    url = f"/v1/staff/{await desk.hire()}"
    change = {"capacity": 3, "authority": [{"remedy": "apology", "amount": 0, "currency": "EUR"}], "branch": None}
    headers = desk.headers("admin")
    assert (await desk.client.patch(url, json=change, headers=headers)).status_code == 428
    changed = await desk.client.patch(url, json=change, headers=headers | {"If-Match": '"1"'})
    assert (changed.status_code, changed.json()["capacity"], changed.headers["etag"]) == (200, 3, '"2"')
    assert changed.json()["authority"][0]["remedy"] == "apology"
    assert (await desk.client.patch(url, json=change, headers=headers | {"If-Match": '"1"'})).status_code == 412
    assert len(await desk.published(StaffChanged)) == 2


async def test_nobody_reports_to_themselves_through_others(desk: Desk) -> None:
    """RO-1: a circle is refused, and so is somebody unknown."""
    head = await desk.hire("head")
    lead = await desk.hire("lead", reports_to=str(head))
    headers = desk.headers("lead") | {"If-Match": '"1"'}
    circle = await desk.client.patch(f"/v1/staff/{head}", json={"reports_to": str(lead)}, headers=headers)
    assert (circle.status_code, circle.json()["errors"][0]["pointer"]) == (409, "/reports_to")
    unknown = await desk.client.patch(f"/v1/staff/{head}", json={"reports_to": str(new_id())}, headers=headers)
    assert (unknown.status_code, unknown.json()["errors"][0]["pointer"]) == (422, "/reports_to")


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"level": "boss"}, "/level"),
        ({"languages": []}, "/languages"),
        ({"languages": ["english language"]}, "/languages/0"),
        ({"capacity": -1}, "/capacity"),
        ({"contact": {"phone": "0600"}}, "/contact/phone"),
        ({"authority": [{"remedy": "refund", "amount": "1e99", "currency": "EUR"}]}, "/authority/0/amount"),
        ({"authority": [{"remedy": "refund", "amount": "1", "currency": "euro"}]}, "/authority/0/currency"),
        ({"authority": RASA["authority"] * 2}, "/authority"),
        ({"name": "a\x00b"}, "/name"),
        ({"salary": 1}, "/salary"),
    ],
)
async def test_what_is_wrong_is_named_and_nothing_is_stored(desk: Desk, wrong: dict[str, Any], pointer: str) -> None:
    """RO-1, SU-2: a 422 that names the field."""
    answer = await desk.client.post("/v1/staff", json=RASA | wrong, headers=desk.headers("lead"))
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert await desk.rows("staff", "outbox") == [[], []]


async def test_a_lead_keeps_the_directory_of_their_own_teams_only(desk: Desk) -> None:
    """SU-4: 403 for another department, an agent adds nobody."""
    headers = desk.headers("lead", staff=new_id(), teams=["billing"])
    assert (await desk.client.post("/v1/staff", json=RASA, headers=headers)).status_code == 403
    assert (await desk.client.post("/v1/staff", json=RASA, headers=desk.headers("agent"))).status_code == 403


async def test_the_directory_is_paged_without_gaps(desk: Desk) -> None:
    """SU-2: every person once, the latest added first, by department where asked."""
    people = [await desk.hire() for _ in range(5)]
    await desk.hire(department="billing")
    seen: list[UUID] = []
    query: dict[str, Any] = {"limit": 2, "department": "deliveries"}
    while True:
        answer = (await desk.client.get("/v1/staff", params=query, headers=desk.headers())).json()
        seen += [UUID(item["id"]) for item in answer["items"]]
        if answer["next"] is None:
            break
        query["cursor"] = answer["next"]
    assert seen == sorted(people, reverse=True)


async def test_cases_are_paged_and_filtered_by_owner_and_status(desk: Desk) -> None:
    """RO-14, SU-2: keyset pages over equal times too; the filter holds."""
    owner = await desk.hire()
    mine = [await desk.open_case(owner) for _ in range(3)]
    await desk.open_case(new_id(), department="billing")
    seen: list[UUID] = []
    query: dict[str, Any] = {"limit": 2, "owner_id": str(owner), "status": "open"}
    while True:
        answer = (await desk.client.get("/v1/cases", params=query, headers=desk.headers())).json()
        seen += [UUID(item["complaint_id"]) for item in answer["items"]]
        if answer["next"] is None:
            break
        query["cursor"] = answer["next"]
    assert seen == sorted(mine, reverse=True)
    closed = await desk.client.get("/v1/cases", params={"status": "closed"}, headers=desk.headers())
    assert closed.json() == {"items": [], "next": None}
