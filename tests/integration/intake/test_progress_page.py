"""The customer's own page over HTTP: what it shows, and what its forms do."""

from __future__ import annotations

import pytest

from tests.integration.intake.desk import Desk, recorded, resolved
from tests.integration.intake.own_page import customer, form, link, proposed, send
from tests.journeys.browser import forms_of


async def test_it_shows_the_customers_story_and_nothing_of_ours(desk: Desk) -> None:
    """IN-24: their words, what we understood; who recorded it and what staff noted stay inside."""
    complaint = await proposed(desk, attributes={"internal": "difficult-customer"})
    async with customer(desk) as client:
        page = await client.get(await link(desk, complaint))
    assert page.status_code == 200
    for words in ("blue coat", "Nobody called back", "A green coat came, not a blue one."):
        assert words in page.text
    for inside in ("difficult-customer", "test:", "@example.lt", "deliveries"):
        assert inside not in page.text
    assert page.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "<script" not in page.text


async def test_opening_it_changes_nothing(desk: Desk) -> None:
    """IN-24: mail scanners open links; only a form that is sent does something."""
    complaint = await proposed(desk)
    path = await link(desk, complaint)
    async with customer(desk) as client, desk.agent() as agent:
        before = (await agent.get(f"/v1/complaints/{complaint}")).json()["version"]
        for query in ("", "?do=word&solved=yes", "?done=word_yes", "?done=nonsense", "?lang=ar"):
            assert (await client.get(path + query)).status_code == 200
        assert (await agent.get(f"/v1/complaints/{complaint}")).json()["version"] == before


async def test_the_customer_confirms_the_recap(desk: Desk) -> None:
    """IN-10, IN-24: on their own page, in their own name."""
    complaint = await proposed(desk)
    path = await link(desk, complaint)
    async with customer(desk) as client, desk.agent() as agent:
        page = await send(client, path, "recap", right="yes")
        assert page.status_code == 200
        assert 'role="status"' in page.text
        found = (await agent.get(f"/v1/complaints/{complaint}")).json()["recap"]
    assert (found["status"], found["settled_by"], found["settled_channel"]) == ("confirmed", "customer", "self_service")


async def test_the_customer_corrects_the_recap(desk: Desk) -> None:
    """IN-10, IN-24: their words become the version that holds; without words the page asks for them."""
    complaint = await proposed(desk)
    path = await link(desk, complaint)
    async with customer(desk) as client, desk.agent() as agent:
        asked = await send(client, path, "recap", right="no")
        assert asked.status_code == 422
        assert 'href="#correction"' in asked.text
        await send(client, path, "recap", right="no", correction="It was turquoise.")
        found = (await agent.get(f"/v1/complaints/{complaint}")).json()["recap"]
    assert (found["version"], found["text"], found["status"]) == (2, "It was turquoise.", "confirmed")


@pytest.mark.parametrize(("solved", "status"), [("yes", "closed"), ("no", "reopened")])
async def test_the_customer_says_whether_it_is_solved(desk: Desk, solved: str, status: str) -> None:
    """IN-20, IN-24: solved closes, not solved opens it again with the same owner."""
    async with desk.agent() as agent:
        told = await recorded(agent)
        await resolved(agent, told["id"])
        path = await link(desk, told["id"])
        async with customer(desk) as client:
            page = await send(client, path, "word", solved=solved, solved_said="as it is")
            assert page.status_code == 200
        found = (await agent.get(f"/v1/complaints/{told['id']}")).json()
        story = (await agent.get(f"/v1/complaints/{told['id']}/timeline")).json()["items"]
    assert (found["status"], found["owner_id"]) == (status, told["owner_id"])
    assert (story[-1]["by"], story[-1]["detail"]["said"]) == ("customer", "as it is")


OPTIONS = [
    {"kind": "exchange", "detail": "The blue one.", "limits": "Only in your size.", "how_long": "P3D"},
    {"kind": "refund", "detail": "All of it.", "limits": "To the card that paid.", "how_long": "P5D"},
]


async def _offered(desk: Desk) -> tuple[str, str]:
    async with desk.agent() as agent:
        told = await recorded(agent, feeling="calm", language="en")
        made = await agent.post(
            f"/v1/complaints/{told['id']}/offers",
            json={"options": OPTIONS, "wish_possible": True, "channel": "email"},
        )
    assert made.status_code == 201, made.text
    return str(told["id"]), str(made.json()["id"])


@pytest.mark.parametrize(
    ("option", "status", "shown", "gone"),
    [
        ("2", "chosen", "To the card that paid.", "Only in your size."),
        ("none", "declined", "None of what we offered", "To the card that paid."),
    ],
)
async def test_the_customer_chooses(desk: Desk, option: str, status: str, shown: str, gone: str) -> None:
    """IN-17, IN-24: options with their limits and how long they take; one of them, or none; the page shows which."""
    complaint, offer = await _offered(desk)
    path = await link(desk, complaint)
    async with customer(desk) as client, desk.agent() as agent:
        page = (await client.get(path)).text
        for words in ("Only in your size.", "3 days", "Money back"):
            assert words in page
        assert (await send(client, path, "choice", option=option, option_said="it fits")).status_code == 200
        found = (await agent.get(f"/v1/complaints/{complaint}/offers/{offer}")).json()
        page = (await client.get(path)).text
        assert not [one for one in forms_of(page) if one.fields.get("do") == "choice"]
        assert (shown in page, "it fits" in page, gone in page) == (True, True, False)
        newer = {"options": OPTIONS[:1], "wish_possible": True, "channel": "email"}
        assert (await agent.post(f"/v1/complaints/{complaint}/offers", json=newer)).status_code == 201
        assert "it fits" not in (await client.get(path)).text  # what waits for a choice now, and nothing beside it
    assert found["status"] == status
    assert (found["choice"]["chosen_by"], found["choice"]["said"]) == ("customer", "it fits")


async def test_an_offer_that_was_overtaken_is_not_chosen_from(desk: Desk) -> None:
    """IN-17: the customer saw another offer; nothing is chosen for them."""
    complaint, _ = await _offered(desk)
    path = await link(desk, complaint)
    async with customer(desk) as client, desk.agent() as agent:
        fields = form((await client.get(path)).text, "choice").fields
        newer = {"options": OPTIONS[:1], "wish_possible": True, "channel": "email"}
        assert (await agent.post(f"/v1/complaints/{complaint}/offers", json=newer)).status_code == 201
        assert (await client.post(path, data={**fields, "option": "1"})).status_code == 409
        assert (await client.post(path, data={**fields, "offer": "x", "option": "1"})).status_code == 409
        assert (await client.post(path, data={**fields, "option": "9"})).status_code == 422


async def test_what_is_closed_can_only_be_said_not_to_be_solved(desk: Desk) -> None:
    """IN-20: no question whose answer would change nothing."""
    async with desk.agent() as agent, customer(desk) as client:
        told = await recorded(agent)
        path = await link(desk, told["id"])
        assert not [one for one in forms_of((await client.get(path)).text) if one.fields.get("do") == "word"]
        await resolved(agent, told["id"])
        await send(client, path, "word", solved="yes")
        assert form((await client.get(path)).text, "word").choices["solved"] == ["no"]


async def test_a_form_that_is_sent_twice_counts_once(desk: Desk) -> None:
    """IN-24, SU-2: a double tap, or back and forward; another text is another addition."""
    complaint = await proposed(desk)
    path = await link(desk, complaint)
    async with customer(desk) as client, desk.agent() as agent:
        fields = form((await client.get(path)).text, "story").fields
        for _ in range(2):
            sent = await client.post(path, data={**fields, "addition": "And a button was missing."})
            assert sent.status_code == 303
        await send(client, path, "story", addition="And one was loose.")
        items = (await agent.get(f"/v1/complaints/{complaint}/additions")).json()["items"]
    assert [one["text"] for one in items] == ["And a button was missing.", "And one was loose."]
    assert {one["added_by"] for one in items} == {"customer"}


async def test_an_answer_to_what_has_changed_says_so(desk: Desk) -> None:
    """IN-24: a newer recap meanwhile; nothing is confirmed that the customer did not see."""
    complaint = await proposed(desk)
    path = await link(desk, complaint)
    async with customer(desk) as client, desk.agent() as agent:
        fields = form((await client.get(path)).text, "recap").fields
        await agent.post(f"/v1/complaints/{complaint}/recaps", json={"text": "A red coat came."})
        stale = await client.post(path, data={**fields, "right": "yes"})
        assert stale.status_code == 409
        assert (await agent.get(f"/v1/complaints/{complaint}")).json()["recap"]["status"] == "proposed"


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"do": "resolve"},
        {"do": "recap", "right": "maybe", "version": "1"},
        {"do": "recap", "right": "yes", "version": "1; DROP TABLE recap"},
        {"do": "recap", "right": "yes", "version": "9" * 40},
        {"do": "story", "addition": " "},
        {"do": "story", "addition": "x" * 5001},
        {"do": "story", "addition": "a\x00b"},
        {"do": "word", "solved": "perhaps"},
    ],
)
async def test_odd_forms_are_shown_again(desk: Desk, sent: dict[str, str]) -> None:
    """SU-2: hostile fields are a page that says what is wrong; nothing happens."""
    complaint = await proposed(desk)
    path = await link(desk, complaint)
    async with customer(desk) as client, desk.agent() as agent:
        assert (await client.post(path, data=sent)).status_code == 422
        assert (await agent.get(f"/v1/complaints/{complaint}")).json()["version"] == 2
