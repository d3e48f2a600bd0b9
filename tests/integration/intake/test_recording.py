"""Recording a complaint: one call, an owner, a customer found or made, once."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from services.intake.domain.vocabulary import Channel, Feeling
from services.intake.settings import DEVELOPMENT_DUTY_OWNER
from shared.kernel.ids import new_id
from tests.integration.intake.desk import NARRATIVE, Desk, complaint, recorded


async def test_one_call_records_and_whoever_records_owns(desk: Desk) -> None:
    """IN-1, IN-2, IN-6: owner is the recorder, the narrative stays as it was told, the event has no words."""
    me = new_id()
    async with desk.agent(me) as client:
        answer = await client.post("/v1/complaints", json=complaint())
        assert answer.status_code == 201
        told = answer.json()
        assert told["status"] == "recorded"
        assert UUID(told["owner_id"]) == me
        assert told["customer"]["returning"] is False
        assert answer.headers["location"] == f"/v1/complaints/{told['id']}"
        assert answer.headers["etag"] == '"1"'
        seen = await client.get(answer.headers["location"])
    assert seen.headers["etag"] == '"1"'
    found = seen.json()
    assert found["narrative"] == NARRATIVE
    assert found["desired_resolution"] == {"kind": "exchange", "detail": "the blue coat"}
    assert found["language"] == "lt"
    assert {"resolve_complaint", "merge_complaint"} <= set(found["actions"])
    (envelope,) = await desk.published(told["id"])
    assert envelope["type"] == "redress.intake.complaint.recorded.v1"
    assert envelope["aggregateversion"] == 1
    assert envelope["data"]["owner_id"] == str(me)
    assert "coat and" not in str(envelope)
    assert "example.lt" not in str(envelope)


async def test_what_a_system_records_the_duty_owner_owns(desk: Desk) -> None:
    """IN-2: a complaint is never without an owner."""
    async with desk.system() as client:
        told = await recorded(client)
    assert UUID(told["owner_id"]) == DEVELOPMENT_DUTY_OWNER


@pytest.mark.parametrize("channel", Channel)
async def test_every_channel_is_taken(desk: Desk, channel: Channel) -> None:
    """IN-1: from any channel."""
    async with desk.system() as client:
        await recorded(client, channel=channel.value)


@pytest.mark.parametrize("feeling", [*Feeling, None])
async def test_an_anonymous_complaint_has_no_customer(desk: Desk, feeling: Feeling | None) -> None:
    """IN-1, IN-8: explicitly anonymous, with or without a feeling."""
    async with desk.system() as client:
        told = await recorded(client, customer=None, anonymous=True, feeling=feeling.value if feeling else None)
        assert told["customer"] is None
        contact = await client.get(f"/v1/complaints/{told['id']}/contact")
    assert contact.json()["email"] is None
    assert contact.json()["language"] == "en"


async def test_a_returning_customer_is_found_and_not_overwritten(desk: Desk) -> None:
    """IN-3: found by the normalised identifier; what they tell anew is kept with the complaint, not over theirs."""
    mail = f"{new_id().hex}@Example.LT"
    async with desk.system() as client:
        first = await recorded(client, customer={"name": "Ona", "email": mail, "phone": "+370 612 34567"})
        told = {"name": "Ona J.", "email": mail.lower(), "phone": "+370 699 99999"}
        second = await recorded(client, customer=told)
        assert second["customer"] == {"id": first["customer"]["id"], "returning": True}
        known = (await client.get(f"/v1/customers/{first['customer']['id']}")).json()
        assert (known["name"], known["phone"]) == ("Ona", "+37061234567")
        contact = (await client.get(f"/v1/complaints/{second['id']}/contact")).json()
        assert (contact["name"], contact["phone"]) == ("Ona J.", "+37069999999")
        earlier = await client.get("/v1/complaints", params={"customer_id": known["id"]})
    assert [one["id"] for one in earlier.json()["items"]] == [second["id"], first["id"]]


async def test_many_at_once_make_one_customer(desk: Desk) -> None:
    """IN-3: forty first complaints of one person at the same moment are one customer, new exactly once."""
    customer = {"account_number": f"A-{new_id().hex}"}
    async with desk.system() as client:
        told = await asyncio.gather(*(recorded(client, customer=customer) for _ in range(40)))
    assert len({one["customer"]["id"] for one in told}) == 1
    assert len({one["reference"] for one in told}) == 40
    assert [one["customer"]["returning"] for one in told].count(False) == 1


async def test_an_external_id_is_recorded_once(desk: Desk) -> None:
    """IN-1: sent again, also at the same moment, it answers with what was recorded, and no event is repeated."""
    external = {"source": "crm", "external_id": new_id().hex}
    before = await desk.count("customer")
    async with desk.system() as client:
        told = await asyncio.gather(*(recorded(client, **external) for _ in range(12)))
        again = await recorded(client, **external)
    assert {one["id"] for one in told} == {again["id"]}
    assert [one["already_recorded"] for one in (*told, again)].count(False) == 1
    assert len(await desk.published(again["id"])) == 1
    assert await desk.count("customer") == before + 1


async def test_a_foreign_external_id_tells_nothing(desk: Desk) -> None:
    """SU-4: who may not see the complaint learns only that the external id is taken."""
    external = {"source": "crm", "external_id": new_id().hex}
    async with desk.system() as client:
        told = await recorded(client, department="cards", **external)
    async with desk.agent(None, "loans") as stranger:
        answer = await stranger.post("/v1/complaints", json=complaint(**external))
    assert answer.status_code == 409
    assert answer.json()["type"] == "/problems/external-id-taken"
    assert told["id"] not in answer.text


async def test_the_same_key_gives_the_same_answer(desk: Desk) -> None:
    """SU-2: an Idempotency-Key repeats the answer; with another body it is refused."""
    key = {"idempotency-key": new_id().hex}
    body = complaint()
    async with desk.system() as client:
        first = await client.post("/v1/complaints", json=body, headers=key)
        again = await client.post("/v1/complaints", json=body, headers=key)
        other = await client.post("/v1/complaints", json=complaint(), headers=key)
    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert first.content == again.content
    assert len(await desk.published(first.json()["id"])) == 1


async def test_impact_source_and_times_are_kept(desk: Desk) -> None:
    """IN-5, IN-9, IN-1: order and branch, what it cost, the occasion, when it arrived, what the source says."""
    received = datetime(2023, 8, 25, tzinfo=UTC)
    told = {
        "branch": "Vilnius 3",
        "order_reference": "O-1",
        "impact": {
            "money_lost": {"amount": "12.50", "currency": "EUR"},
            "minutes_lost": 90,
            "occasion": "her birthday",
            "occasion_on": "2026-12-24",
        },
        "attributes": {"company": "ACME"},
        "received_at": (received + timedelta(hours=2)).isoformat().replace("+00:00", "+02:00")[:19] + "+02:00",
    }
    async with desk.system() as client:
        seen = (await client.get(f"/v1/complaints/{(await recorded(client, **told))['id']}")).json()
    assert seen["impact"] == told["impact"]
    assert (seen["branch"], seen["order_reference"]) == ("Vilnius 3", "O-1")
    assert seen["attributes"] == {"company": "ACME"}
    assert datetime.fromisoformat(seen["received_at"]) == received


@pytest.mark.parametrize("role", ["agent", "lead", "manager", "hr", "analyst", "admin"])
async def test_anyone_on_the_staff_may_record(desk: Desk, role: str) -> None:
    """IN-2: whatever the department and the role, who records owns it."""
    staff = new_id()
    async with desk.caller(roles=[role], staff_id=staff) as client:
        told = await recorded(client, department="deliveries")
    assert told["owner_id"] == str(staff)
