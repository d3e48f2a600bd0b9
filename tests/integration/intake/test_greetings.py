"""The greeting card: who is there, what went wrong before, and what to ask about."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import httpx
import pytest

from services.intake.domain.actor import Actor
from services.intake.queries.customer_greeting import customer_greeting
from services.intake.reactions.to_followup import close_confirmed, reopen_denied
from services.intake.reactions.to_routing import note_breaches, note_broken_promises
from shared.contracts.routing import ClockBreached, PromiseBroken
from shared.kernel.ids import new_id
from tests.integration.intake.desk import Desk, Json, recorded, resolved
from tests.integration.intake.registry import keeper
from tests.integration.intake.test_story import AT, says_not, says_solved


async def greeting(client: httpx.AsyncClient, path: str) -> Json:
    """A card."""
    answer = await client.get(f"{path}/greeting")
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


async def close(desk: Desk, client: httpx.AsyncClient, told: Json, *, reopened: bool = False) -> None:
    """Resolve until the customer says solved."""
    await resolved(client, told["id"])
    if reopened:
        await desk.hear(reopen_denied, says_not(told["id"], 1), aggregate=new_id(), versions=[3])
        await resolved(client, told["id"])
    number = 2 if reopened else 1
    await desk.hear(close_confirmed, says_solved(told["id"], number), aggregate=new_id(), versions=[5])


def late(complaint_id: str, clock: str = "first_answer") -> ClockBreached:
    return ClockBreached(complaint_id=UUID(complaint_id), clock=clock, due_at=AT, breached_at=AT)


def broken(complaint_id: str) -> PromiseBroken:
    return PromiseBroken(promise_id=new_id(), complaint_id=UUID(complaint_id), due_at=AT, broken_at=AT)


async def test_the_badly_handled_come_first_and_the_open_apart(desk: Desk) -> None:
    """IN-4: who returns and since when, how many, what went wrong and how often; the one at hand is left out."""
    who = {"email": f"{new_id().hex}@example.lt", "name": "Jonas Petraitis", "language": "lt"}
    who |= {"preferred_contact": "phone"}
    async with keeper(desk) as client:
        first = await recorded(client, customer=who)
        card = await greeting(client, f"/v1/complaints/{first['id']}")
        assert (card["returning"], card["complaints"], card["earlier"], card["open"]) == (False, 1, [], [])
        well, was_late, promised, reopened, waiting = [await recorded(client, customer=who) for _ in range(5)]
        for told in (first, well, was_late, promised):
            await close(desk, client, told)
        await close(desk, client, reopened, reopened=True)
        await desk.hear(note_breaches, late(was_late["id"]), aggregate=UUID(was_late["id"]), versions=[2])
        await desk.hear(note_broken_promises, broken(promised["id"]), aggregate=new_id(), versions=[2])
        card = await greeting(client, f"/v1/customers/{first['customer']['id']}")
        assert [one["id"] for one in card["earlier"]] == [
            one["id"] for one in (reopened, promised, was_late, well, first)
        ]
        assert [one["lapses"] for one in card["earlier"][:4]] == [
            [{"kind": "reopened", "times": 1}],
            [{"kind": "promise_broken", "times": 1}],
            [{"kind": "late", "times": 1}],
            [],
        ]
        assert [one["id"] for one in card["open"]] == [waiting["id"]]
        shown = card["earlier"][0]
        assert (shown["reference"], shown["status"], shown["product"]) == (reopened["reference"], "closed", "coat")
        assert (card["returning"], card["complaints"]) == (True, 6)
        assert (card["line"], card["language"], card["direction"]) == ("Sveiki, Jonai Petraiti,", "lt", "ltr")
        assert (card["name"], card["preferred_contact"]) == ("Jonas Petraitis", "phone")
        customer = (await client.get(f"/v1/customers/{first['customer']['id']}")).json()
        assert card["customer_since"] == customer["created_at"]
        at_hand = await greeting(client, f"/v1/complaints/{waiting['id']}")
        assert (at_hand["open"], at_hand["earlier"], at_hand["returning"]) == ([], card["earlier"], True)


@pytest.mark.parametrize(
    ("name", "language", "line", "direction"),
    [
        ("John Smith", "en-GB", "Hello John Smith,", "ltr"),
        ("محمد الخطيب", "ar", "مرحبًا محمد الخطيب،", "rtl"),
        ("Γιώργος Παπαδόπουλος", "el", "Γεια σας, Γιώργο Παπαδόπουλε,", "ltr"),
        ("Jonaitienė", "lt", "Gerbiamoji ponia Jonaitiene,", "ltr"),
        ("Jürgen Groß", "de", "Hello Jürgen Groß,", "ltr"),
        ("{name} {0}", "en", "Hello {name} {0},", "ltr"),
    ],
)
async def test_the_line_is_in_the_customers_language(
    desk: Desk, name: str, language: str, line: str, direction: str
) -> None:
    """IN-4: en, ar, lt, el as data; any other language is greeted in English; names as written but for the vocative."""
    who = {"email": f"{new_id().hex}@example.lt", "name": name, "language": language}
    async with keeper(desk) as client:
        told = await recorded(client, customer=who)
        for path in (f"/v1/customers/{told['customer']['id']}", f"/v1/complaints/{told['id']}"):
            card = await greeting(client, path)
            assert (card["line"], card["direction"]) == (line, direction)


async def test_the_complaints_language_counts_before_the_customers(desk: Desk) -> None:
    """IN-4: who complains in Greek is greeted in Greek; an anonymous complaint has an empty card and a greeting."""
    who = {"email": f"{new_id().hex}@example.lt", "name": "Νίκος", "language": "en"}
    async with keeper(desk) as client:
        told = await recorded(client, customer=who, language="el")
        assert (await greeting(client, f"/v1/complaints/{told['id']}"))["line"] == "Γεια σας, Νίκο,"
        assert (await greeting(client, f"/v1/customers/{told['customer']['id']}"))["line"] == "Hello Νίκος,"
        nobody = await recorded(client, customer=None, anonymous=True, language="el")
        card = await greeting(client, f"/v1/complaints/{nobody['id']}")
    assert (card["customer_id"], card["line"], card["complaints"]) == (None, "Γεια σας,", 0)


async def test_notes_are_shown_until_they_expire_and_can_be_deleted(desk: Desk) -> None:
    """IN-4: the latest first, who and when; gone when deleted; nothing of them in events."""
    async with keeper(desk) as client:
        told = await recorded(client)
        url = f"/v1/customers/{told['customer']['id']}"
        today = desk.context.clock.now().date()
        ids = []
        for body in (
            {"text": "Expecting twins", "ask_about_on": str(today + timedelta(days=60))},
            {"text": "Prefers to be called after six", "expires_on": str(today)},
            {"text": "Daughter's wedding", "ask_about_on": str(today), "expires_on": str(today + timedelta(days=30))},
        ):
            answer = await client.post(f"{url}/notes", json=body)
            assert answer.status_code == 201, answer.text
            ids.append(answer.json()["id"])
        card = await greeting(client, url)
        assert [one["text"] for one in card["notes"]] == [
            "Daughter's wedding",
            "Prefers to be called after six",
            "Expecting twins",
        ]
        assert card["notes"][0]["noted_by"] == "test:system"
        over = await client.post(f"{url}/notes", json={"text": "x", "expires_on": str(today - timedelta(days=1))})
        assert (over.status_code, over.json()["errors"][0]["pointer"]) == (422, "/expires_on")
        assert (await client.post(f"{url}/notes", json={"text": "x" * 301})).status_code == 422
        assert (await client.delete(f"{url}/notes/{ids[0]}")).status_code == 204
        assert (await client.delete(f"{url}/notes/{ids[0]}")).status_code == 404
        stranger = await recorded(client)
        wrong = f"/v1/customers/{stranger['customer']['id']}/notes/{ids[1]}"
        assert (await client.delete(wrong)).status_code == 404
        listed = (await client.get(f"{url}/notes", params={"limit": 1})).json()
        assert [one["id"] for one in listed["items"]] == [ids[2]]
        rest = (await client.get(f"{url}/notes", params={"cursor": listed["next"]})).json()
        assert ([one["id"] for one in rest["items"]], rest["next"]) == ([ids[1]], None)
        tomorrow = today + timedelta(days=1)
        assert await _texts(desk, told["customer"]["id"], tomorrow) == ["Daughter's wedding"]
    assert "wedding" not in str(await desk.published(told["customer"]["id"]))


async def _texts(desk: Desk, customer_id: str, today: date) -> list[str]:
    async with desk.context.transactions.begin() as tx:
        everyone = Actor(subject="test", staff_id=None, teams=None)
        card = await customer_greeting(UUID(customer_id), tx, actor=everyone, today=today)
    return [one["text"] for one in card["notes"]]


async def test_a_merged_customer_is_greeted_as_one(desk: Desk) -> None:
    """IN-3, IN-4: the survivor's card has the complaints and notes of both, and since when the earlier one came."""
    async with keeper(desk) as client:
        one, other = await recorded(client), await recorded(client)
        ids = [each["customer"]["id"] for each in (one, other)]
        await client.post(f"/v1/customers/{ids[0]}/notes", json={"text": "Plays the cello"})
        since = (await client.get(f"/v1/customers/{ids[0]}")).json()["created_at"]
        await client.post(f"/v1/customers/{ids[0]}/merge", json={"into": ids[1]})
        card = await greeting(client, f"/v1/customers/{ids[1]}")
        assert card["customer_since"] == since
        assert {each["id"] for each in card["open"]} == {one["id"], other["id"]}
        assert [each["text"] for each in card["notes"]] == ["Plays the cello"]
        assert await greeting(client, f"/v1/customers/{ids[0]}") == card
        away = await client.post(f"/v1/customers/{ids[0]}/notes", json={"text": "x"})
        assert (away.status_code, away.json()["survivor_id"]) == (409, ids[1])
        note = card["notes"][0]["id"]
        assert (await client.delete(f"/v1/customers/{ids[1]}/notes/{note}")).status_code == 204


async def test_an_agent_sees_of_a_card_what_is_their_teams(desk: Desk) -> None:
    """SU-4, IN-4: another team's complaints are neither shown nor counted; another team's customer is not there."""
    team, who = f"d-{new_id().hex}", {"email": f"{new_id().hex}@example.lt"}
    async with keeper(desk) as client:
        theirs = await recorded(client, customer=who, department="cards")
        mine = await recorded(client, customer=who, department=team)
        foreign = await recorded(client, department="cards")
    async with desk.agent(None, team) as agent:
        card = await greeting(agent, f"/v1/customers/{mine['customer']['id']}")
        assert ([one["id"] for one in card["open"]], card["complaints"]) == ([mine["id"]], 1)
        assert theirs["reference"] not in str(card)
        for path in (
            f"/v1/customers/{foreign['customer']['id']}/greeting",
            f"/v1/customers/{new_id()}/greeting",
            f"/v1/complaints/{theirs['id']}/greeting",
            f"/v1/customers/{foreign['customer']['id']}/notes",
        ):
            assert (await agent.get(path)).status_code == 404, path
        answer = await agent.post(f"/v1/customers/{foreign['customer']['id']}/notes", json={"text": "x"})
        assert answer.status_code == 404
