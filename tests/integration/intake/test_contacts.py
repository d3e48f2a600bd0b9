"""Every contact is logged, and waiting is told."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from services.intake.domain.wording.finding import Finding, Weight
from shared.kernel.ids import new_id
from tests.integration.intake.desk import Desk, Json, recorded

SAID = {"channel": "phone", "said": "The coat is on its way.", "outcome": "they will wait for it"}


async def logged(client: httpx.AsyncClient, complaint_id: str, direction: str = "out", **changes: object) -> Json:
    answer = await client.post(
        f"/v1/complaints/{complaint_id}/contacts", json={"direction": direction} | SAID | changes
    )
    assert answer.status_code == 201, answer.text
    found: Json = answer.json()
    return found


async def waited(client: httpx.AsyncClient, complaint_id: str) -> Json:
    answer = await client.get(f"/v1/complaints/{complaint_id}/waiting")
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


async def test_every_contact_is_logged_and_told(desk: Desk) -> None:
    """IN-15: direction, channel, minutes waited, what was said, outcome, what it took; each an event without words."""
    async with desk.agent() as client:
        told = await recorded(client)
        first = await logged(client, told["id"], "in", minutes_waited=25, what_it_took="a call to the depot")
        assert (first["minutes_waited"], first["what_it_took"], first["wording"]) == (25, "a call to the depot", [])
        await logged(client, told["id"], "out", channel="email")
        url = f"/v1/complaints/{told['id']}/contacts"
        page = (await client.get(url, params={"limit": 1})).json()
        rest = (await client.get(url, params={"cursor": page["next"]})).json()
    assert [one["direction"] for one in page["items"] + rest["items"]] == ["in", "out"]
    said = [one for one in await desk.published(told["id"]) if one["type"].endswith("contacted.v1")]
    assert [(one["data"]["direction"], one["data"]["channel"], one["data"]["minutes_waited"]) for one in said] == [
        ("in", "phone", 25),
        ("out", "email", None),
    ]
    assert [one["aggregateversion"] for one in said] == [2, 3]
    assert SAID["said"] not in str(said)


async def test_the_brief_counts_what_it_has_cost_the_customer_so_far(desk: Desk) -> None:
    """RO-5, RO-3: minutes waited in all, and how often they have told it; nobody has to count by hand."""
    async with desk.agent() as client:
        told = await recorded(client)
        url = f"/v1/complaints/{told['id']}/brief"
        brief = (await client.get(url)).json()
        assert (brief["minutes_so_far"], brief["tellings_so_far"]) == (0, 1)
        await logged(client, told["id"], "in", minutes_waited=25)
        await logged(client, told["id"], "out", minutes_waited=5)
        await logged(client, told["id"], "in")
        brief = (await client.get(url)).json()
    assert (brief["minutes_so_far"], brief["tellings_so_far"]) == (30, 3)


async def test_the_first_answer_is_the_earliest_whenever_it_is_logged(desk: Desk) -> None:
    """IN-15: not a call from the customer, not what went out before we had the complaint; logged late it counts."""
    received = datetime.now(UTC) - timedelta(hours=10)

    def after(**passed: float) -> str:
        return (received + timedelta(**passed)).isoformat()

    async with desk.agent() as client:
        told = await recorded(client, received_at=received.isoformat())
        none = await waited(client, told["id"])
        assert (none["minutes_to_first_answer"], none["first_answered_at"], none["contacts_out"]) == (None, None, 0)
        assert (none["minutes_waited_total"], none["minutes_waited_longest"]) == (None, None)
        await logged(client, told["id"], "in", at=after(minutes=5), minutes_waited=10)
        await logged(client, told["id"], "out", at=after(hours=-1))
        assert (await waited(client, told["id"]))["minutes_to_first_answer"] is None
        await logged(client, told["id"], "out", at=after(hours=5), minutes_waited=30)
        assert (await waited(client, told["id"]))["minutes_to_first_answer"] == 300
        await logged(client, told["id"], "out", at=after(hours=8))
        await logged(client, told["id"], "out", at=after(minutes=90, seconds=59))
        seen = await waited(client, told["id"])
    assert seen["minutes_to_first_answer"] == 90
    assert (seen["contacts_in"], seen["contacts_out"]) == (1, 4)
    assert (seen["minutes_waited_total"], seen["minutes_waited_longest"]) == (40, 30)


async def test_of_answers_logged_at_once_the_earliest_counts(desk: Desk) -> None:
    """IN-15: whichever commits first."""
    received = datetime.now(UTC) - timedelta(hours=10)
    async with desk.agent() as client:
        told = await recorded(client, received_at=received.isoformat())
        times = [(received + timedelta(minutes=minutes)).isoformat() for minutes in (50, 20, 90, 30, 70)]
        await asyncio.gather(*(logged(client, told["id"], at=at) for at in times))
        seen = await waited(client, told["id"])
        whole = (await client.get(f"/v1/complaints/{told['id']}")).json()
    assert (seen["minutes_to_first_answer"], seen["contacts_out"], whole["version"]) == (20, 5, 6)


async def test_what_was_said_to_the_customer_is_minded_but_kept(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """IN-15, IN-14: what was said was said: it only warns; what the customer said is theirs."""
    found = Finding(start=0, end=3, rule="policy", why="Blame.", better="What can be done.", weight=Weight.REFUSE)

    def rules(words: str, *, language: str) -> tuple[Finding, ...]:
        return (found,)

    monkeypatch.setattr("services.intake.commands.log_contact.findings_in", rules)
    async with desk.agent() as client:
        told = await recorded(client)
        out = await logged(client, told["id"], "out")
        assert [one["rule"] for one in out["wording"]] == ["policy"]
        assert (await logged(client, told["id"], "in"))["wording"] == []


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"direction": "sideways"}, "/direction"),
        ({"channel": "pigeon"}, "/channel"),
        ({"said": " "}, "/said"),
        ({"outcome": None}, "/outcome"),
        ({"minutes_waited": -1}, "/minutes_waited"),
        ({"minutes_waited": 10**12}, "/minutes_waited"),
        ({"minutes_waited": 1.5}, "/minutes_waited"),
        ({"at": "2026-01-01T00:00:00"}, "/at"),
        ({"at": "2999-01-01T00:00:00Z"}, "/at"),
        ({"at": "yesterday"}, "/at"),
        ({"said": "a\x00b"}, "/said"),
    ],
)
async def test_a_contact_that_can_not_have_been_is_refused(desk: Desk, changes: Json, pointer: str) -> None:
    """IN-15: a 422 that names the member; nothing is logged."""
    async with desk.agent() as client:
        told = await recorded(client)
        body = {"direction": "out"} | SAID | changes
        answer = await client.post(f"/v1/complaints/{told['id']}/contacts", json=body)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer), answer.text
        assert (await waited(client, told["id"]))["contacts_out"] == 0


async def test_foreign_contacts_answer_like_missing_ones(desk: Desk) -> None:
    """IN-15, SU-4: another team's complaint is not found; a reader logs nothing; a repeated call logs once."""
    async with desk.agent(None, "deliveries") as mine, desk.agent(None, "returns") as theirs:
        told = await recorded(mine)
        url = f"/v1/complaints/{told['id']}"
        body = {"direction": "out"} | SAID
        assert (await theirs.post(f"{url}/contacts", json=body)).status_code == 404
        assert (await theirs.get(f"{url}/contacts")).status_code == 404
        assert (await theirs.get(f"{url}/waiting")).status_code == 404
        key = {"idempotency-key": str(new_id())}
        first, second = [await mine.post(f"{url}/contacts", json=body, headers=key) for _ in range(2)]
        assert first.json() == second.json()
        assert (await waited(mine, told["id"]))["contacts_out"] == 1
    async with desk.caller(scopes=["complaints:read"]) as reader:
        assert (await reader.post(f"{url}/contacts", json=body)).status_code == 403
