"""The directory as a CSV file, out and in."""

from __future__ import annotations

import asyncio
import csv
import io
from typing import Any
from uuid import UUID

import httpx
import pytest

from shared.contracts.routing import StaffChanged
from tests.integration.routing.desk import Desk
from tests.integration.routing.directory_scene import change

LIST = """email,name,level,department,languages,skills,cross_skills,reports_to,deputy,authority,phone
ann@shop.example,Ann,lead,deliveries,en|lt,coat|shoe,hat,,,refund:100:EUR|voucher:20:EUR,+37060012345
bob@shop.example,Bob,agent,deliveries,en,,,ann@shop.example,cid@shop.example,,
cid@shop.example,Cid,agent,deliveries,en-GB,,,bob@shop.example,,,
"""


async def hand_in(desk: Desk, text: str | bytes, kind: str = "text/csv", **who: Any) -> httpx.Response:
    """Somebody hands in a list."""
    headers = desk.headers(**who) | {"Content-Type": kind}
    return await desk.client.post("/v1/staff/imports", content=text, headers=headers)


async def directory(desk: Desk) -> list[dict[str, str]]:
    """The directory as it is written."""
    answer = await desk.client.get("/v1/staff.csv", headers=desk.headers("agent"))
    assert answer.headers["content-type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.text)))


async def test_a_list_is_taken_in_once(desk: Desk) -> None:
    """RO-1: people come in with whom they point to; the same list again changes nothing, nor does what is written."""
    first = await hand_in(desk, LIST)
    assert first.json() == {"created": 3, "changed": 0, "unchanged": 0, "errors": []}, first.text
    told = await desk.published(StaffChanged)
    assert len(told) == 3
    assert (await hand_in(desk, LIST)).json() == {"created": 0, "changed": 0, "unchanged": 3, "errors": []}
    written = await desk.client.get("/v1/staff.csv", headers=desk.headers())
    assert (await hand_in(desk, written.content)).json()["unchanged"] == 3
    assert await desk.published(StaffChanged) == told
    ann, bob, cid = await directory(desk)
    assert (ann["authority"], ann["cross_skills"]) == ("refund:100.00:EUR|voucher:20.00:EUR", "hat")
    assert ann["phone"] == "'+37060012345", "no spreadsheet takes it for a formula"
    assert (bob["reports_to"], bob["deputy"], cid["reports_to"]) == (ann["id"], cid["id"], bob["id"])
    shown = await desk.client.get(f"/v1/staff/{ann['id']}", headers=desk.headers())
    assert (shown.json()["contact"]["phone"], shown.json()["version"]) == ("+37060012345", 1)


async def test_good_lines_land_and_bad_ones_are_told(desk: Desk) -> None:
    """RO-1: in one answer, by line and column; who leaves by the list is said to have left."""
    assert (await hand_in(desk, LIST)).json()["created"] == 3
    text = (
        "email,name,languages,active,reports_to\n"
        "ann@shop.example,Ann,en,true,cid@shop.example\n"
        "bob@shop.example,Robert,en,no,\n"
        "dan@shop.example,,en,yes,\n"
        "eve@shop.example,Eve,english language,yes,nobody@shop.example\n"
    )
    answer = await hand_in(desk, text)
    found = answer.json()
    assert (answer.status_code, found["created"], found["changed"]) == (200, 0, 2)
    wrong = [(error["line"], error["field"]) for error in found["errors"]]
    assert wrong == [(2, "reports_to"), (4, "name"), (5, "languages")]
    ann, bob, _ = await directory(desk)
    assert (ann["reports_to"], ann["languages"]) == ("", "en")
    assert (bob["name"], bob["active"], bob["department"]) == ("Robert", "false", "deliveries")
    assert [event["active"] for event in await desk.published(StaffChanged)][-2:] == [True, False]


async def test_a_lead_hands_in_their_own_team_only(desk: Desk) -> None:
    """RO-1, SU-4: what is not theirs to change or give is told by line, and does not land."""
    lead = await desk.hire("lead", contact={"email": "lead@shop.example"})
    text = (
        "email,name,languages,department,level\n"
        "new@shop.example,New,en,deliveries,agent\n"
        "high@shop.example,High,en,deliveries,head\n"
        "far@shop.example,Far,en,billing,agent\n"
    )
    answer = await hand_in(desk, text, role="lead", staff=lead, teams=["deliveries"])
    assert answer.json()["created"] == 1
    assert [(error["line"], error["field"]) for error in answer.json()["errors"]] == [(3, "level"), (4, "department")]
    assert (await hand_in(desk, text, role="agent")).status_code == 403


@pytest.mark.parametrize(
    ("sent", "kind", "status"),
    [
        (b"", "text/csv", 422),
        (b"\xff\xfe", "text/csv", 422),
        (b"name,salary\n", "text/csv", 422),
        (b'id,name\n1,"x', "text/csv", 422),
        (b"\x00" * 100, "text/csv", 422),
        (b"id,name\n" + b"x" * 200_000, "text/csv", 422),
        (b"[]", "application/json", 415),
        (b"x" * 10_500_000, "text/csv", 413),
    ],
)
async def test_what_is_no_list_is_refused_whole(desk: Desk, sent: bytes, kind: str, status: int) -> None:
    """RO-1, SU-2: hostile input is a 4xx, and nothing is stored."""
    answer = await hand_in(desk, sent, kind)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
    assert await desk.rows("staff") == [[]]


async def test_every_unknown_column_is_named_at_once(desk: Desk) -> None:
    """RO-1, SU-2: one answer for the whole header."""
    answer = await hand_in(desk, "name,salary,name,bonus\n")
    named = [error["pointer"] for error in answer.json()["errors"]]
    assert (answer.status_code, named) == (422, ["salary", "bonus", "name", "id"])


async def test_lists_and_changes_at_once_lose_nothing(desk: Desk) -> None:
    """RO-1: the same list twice at once lands once, and a change by hand meanwhile is kept."""
    ann = UUID((await hand_in(desk, LIST)).json() and (await directory(desk))[0]["id"])
    more = LIST + "dan@shop.example,Dan,agent,deliveries,en,,,,,,\n"
    answers = await asyncio.gather(hand_in(desk, more), change(desk, ann, branch="Vilnius"), hand_in(desk, more))
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert answers[0].json()["created"] + answers[2].json()["created"] == 1
    people = await directory(desk)
    assert [person["name"] for person in people] == ["Ann", "Bob", "Cid", "Dan"]
    assert people[0]["branch"] == "Vilnius"


async def test_two_thousand_people_come_in_with_one_list(desk: Desk) -> None:
    """RO-1: the whole staff of a large company, and again without a change."""
    lines = "".join(f"p{n}@shop.example,Person {n},en,deliveries,p{max(n - 1, 0)}@shop.example\n" for n in range(2_000))
    text = f"email,name,languages,department,reports_to\n{lines}"
    found = (await hand_in(desk, text)).json()
    assert (found["created"], [error["line"] for error in found["errors"]]) == (2_000, [2])
    again = (await hand_in(desk, text)).json()
    assert (again["created"], again["changed"], again["unchanged"]) == (0, 0, 2_000)
