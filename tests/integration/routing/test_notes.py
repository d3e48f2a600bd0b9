"""Notes on products and policies, which reach the handler with the case."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from shared.kernel.ids import new_id
from tests.integration.routing.desk import Desk
from tests.integration.routing.ledger_scene import Ledgers, open_ledgers


@pytest.fixture
async def ledgers(desk: Desk) -> Ledgers:
    return await open_ledgers(desk)


async def _write(desk: Desk, title: str, *, who: dict[str, str] | None = None, **body: Any) -> str:
    asked = {"title": title, "text": "The blue ones run small: offer the next size."} | body
    answer = await desk.client.post("/v1/notes", json=asked, headers=who or desk.headers("lead"))
    assert answer.status_code == 201, answer.text
    shown: str = answer.json()["id"]
    return shown


async def _titles(ledgers: Ledgers, who: dict[str, str] | None = None) -> list[tuple[str, bool]]:
    found: list[tuple[str, bool]] = []
    query: dict[str, Any] = {"limit": 2}
    while True:
        answer = await ledgers.desk.client.get(
            f"/v1/cases/{ledgers.complaint}/notes", params=query, headers=who or ledgers.who()
        )
        assert answer.status_code == 200, answer.text
        found += [(one["title"], one["seen"]) for one in answer.json()["items"]]
        if answer.json()["next"] is None:
            return found
        query["cursor"] = answer.json()["next"]


async def test_the_notes_of_its_product_and_policy_come_with_the_case(ledgers: Ledgers) -> None:
    """RO-15: what fits the case's department, product and wish, the most exact first; nothing of others."""
    desk = ledgers.desk
    await _write(desk, "for all")
    await _write(desk, "for the team", department="deliveries")
    await _write(desk, "for coats they exchange", department="deliveries", product="COAT", wish="exchange")
    await _write(desk, "for coats", product="Coat")
    await _write(desk, "for another team", department="billing")
    await _write(desk, "for refunds", wish="refund")
    await _write(desk, "for shoes", product="shoe")
    assert [title for title, _ in await _titles(ledgers)] == [
        "for coats they exchange",
        "for coats",
        "for the team",
        "for all",
    ]


async def test_what_a_handler_has_not_seen_comes_first(ledgers: Ledgers) -> None:
    """RO-15: each for themselves, and a new edition is new again."""
    desk = ledgers.desk
    exact = await _write(desk, "coats", product="coat")
    await _write(desk, "for all")
    for _ in range(2):
        seen = await desk.client.post(f"/v1/notes/{exact}/seen", json={"edition": 1}, headers=ledgers.who())
        assert seen.status_code == 200, seen.text
    assert await _titles(ledgers) == [("for all", False), ("coats", True)]
    colleague = ledgers.who(await desk.hire())
    assert await _titles(ledgers, colleague) == [("coats", False), ("for all", False)]
    body = {"title": "coats, revised", "text": "They run large now.", "product": "coat"}
    lead = desk.headers("lead") | {"If-Match": '"1"'}
    revised = await desk.client.post(f"/v1/notes/{exact}/editions", json=body, headers=lead)
    assert (revised.status_code, revised.headers["etag"]) == (201, '"2"')
    assert await _titles(ledgers) == [("coats, revised", False), ("for all", False)]


async def test_an_edition_takes_the_place_of_the_one_before_when_it_begins(ledgers: Ledgers) -> None:
    """RO-15: never both, never one that is over; what was in force before stays to be read."""
    desk = ledgers.desk
    note = await _write(desk, "March")
    lead = desk.headers("lead") | {"If-Match": '"1"'}
    body = {"title": "April", "text": "-", "valid_from": ledgers.within(2), "valid_until": ledgers.within(5)}
    assert (await desk.client.post(f"/v1/notes/{note}/editions", json=body, headers=lead)).status_code == 201
    shown = (await desk.client.get(f"/v1/notes/{note}", headers=ledgers.who())).json()
    assert (shown["title"], shown["in_force"], len(shown["editions"])) == ("April", 1, 2)
    assert await _titles(ledgers) == [("March", False)]
    desk.clock.advance(timedelta(hours=2))
    assert await _titles(ledgers) == [("April", False)]
    desk.clock.advance(timedelta(hours=3))
    assert await _titles(ledgers) == []
    assert (await desk.client.get(f"/v1/notes/{note}", headers=ledgers.who())).json()["in_force"] is None


async def test_of_two_next_editions_the_second_is_told(ledgers: Ledgers) -> None:
    """RO-15: by If-Match, one after the other and at once."""
    desk = ledgers.desk
    note = await _write(desk, "first")
    url, body, lead = f"/v1/notes/{note}/editions", {"title": "next", "text": "-"}, desk.headers("lead")
    assert (await desk.client.post(url, json=body, headers=lead)).status_code == 428
    for edition in range(1, 5):
        headers = lead | {"If-Match": f'"{edition}"'}
        answers = await asyncio.gather(*(desk.client.post(url, json=body, headers=headers) for _ in range(3)))
        assert sorted(answer.status_code for answer in answers) == [201, 412, 412]
    ahead = await desk.client.post(url, json=body, headers=lead | {"If-Match": '"99"'})
    missing = await desk.client.post(f"/v1/notes/{new_id()}/editions", json=body, headers=lead | {"If-Match": '"1"'})
    assert (ahead.status_code, missing.status_code) == (412, 404)


async def test_notes_are_written_by_those_who_lead_and_read_by_those_they_are_for(ledgers: Ledgers) -> None:
    """SU-4: an agent writes none, a lead none for another team or for all; foreign ones are missing ones."""
    desk = ledgers.desk
    body = {"title": "x", "text": "y"}
    held = desk.headers("lead", teams=["deliveries"])
    assert (await desk.client.post("/v1/notes", json=body, headers=ledgers.who())).status_code == 403
    for department in ("billing", None):
        refused = await desk.client.post("/v1/notes", json=body | {"department": department}, headers=held)
        assert refused.status_code == 403
    own = await _write(desk, "ours", who=held, department="deliveries")
    foreign = await _write(desk, "theirs", department="billing")
    version = {"If-Match": '"1"'}
    taken = await desk.client.post(f"/v1/notes/{foreign}/editions", json=body, headers=held | version)
    given = await desk.client.post(
        f"/v1/notes/{own}/editions", json=body | {"department": "billing"}, headers=held | version
    )
    assert (taken.status_code, given.status_code) == (404, 403)
    for_all = await _write(desk, "for all")
    listed = (await desk.client.get("/v1/notes", headers=held)).json()["items"]
    assert [one["id"] for one in listed] == [for_all, own]
    assert (await desk.client.get(f"/v1/notes/{foreign}", headers=held)).status_code == 404
    for note, status in ((foreign, 404), (str(new_id()), 404), (own, 409)):
        seen = await desk.client.post(f"/v1/notes/{note}/seen", json={"edition": 1}, headers=held)
        assert seen.status_code == status


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"title": ""}, "/title"),
        ({"text": "a\x00b"}, "/text"),
        ({"language": "english language"}, "/language"),
        ({"valid_until": "2026-03-02T12:00:00Z"}, "/valid_until"),
        ({"wish": "A Refund"}, "/wish"),
    ],
)
async def test_what_is_wrong_is_named(desk: Desk, wrong: dict[str, Any], pointer: str) -> None:
    """RO-15, SU-2: nothing is stored."""
    body = {"title": "x", "text": "y"} | wrong
    refused = await desk.client.post("/v1/notes", json=body, headers=desk.headers("lead"))
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)
    assert await desk.rows("note") == [[]]


async def test_a_case_of_others_shows_no_notes(ledgers: Ledgers) -> None:
    """SU-4: missing and foreign answer alike."""
    stranger = ledgers.who(new_id(), teams=["billing"])
    for complaint, who in ((ledgers.complaint, stranger), (UUID(int=5), ledgers.who())):
        answer = await ledgers.desk.client.get(f"/v1/cases/{complaint}/notes", headers=who)
        assert answer.status_code == 404
