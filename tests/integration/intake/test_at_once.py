"""A batch of complaints as one statement, and what it does when somebody came in between."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import text

from services.intake.storage import recording
from shared.db.one_statement import OneStatement
from shared.kernel.ids import new_id
from tests.integration.intake.desk import Desk, Json, complaint, recorded


def _told(email: str, **changes: Any) -> Json:
    return complaint(customer={"name": "Ona", "email": email}, **changes)


async def test_many_at_once_from_one_customer_are_one_customer(desk: Desk) -> None:
    """IN-3: in one batch or in several; the first is new, and all others are known."""
    email = f"{new_id().hex}@customer.example"
    async with desk.system() as client:
        answers = await asyncio.gather(*(client.post("/v1/complaints", json=_told(email)) for _ in range(40)))
    assert {answer.status_code for answer in answers} == {201}
    customers = [answer.json()["customer"] for answer in answers]
    assert len({customer["id"] for customer in customers}) == 1
    assert sorted(customer["returning"] for customer in customers) == [False] + [True] * 39


async def test_a_customer_who_comes_in_between_is_found_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """IN-3, SU-1: what was read no longer holds when the statement runs: nothing of it stays, it is done again."""
    email = f"{new_id().hex}@customer.example"
    execute = OneStatement.execute
    first: list[bool] = []

    async def after_another(self: OneStatement) -> None:
        if not first:
            first.append(True)
            await _insert_customer(desk, email)
        await execute(self)

    monkeypatch.setattr(OneStatement, "execute", after_another)
    async with desk.system() as client:
        before = await desk.count("complaint")
        told = await recorded(client, customer={"name": "Ona", "email": email})
    assert told["customer"]["returning"]
    assert await desk.count("complaint") == before + 1
    (event,) = await desk.published(told["id"])
    assert event["data"]["customer_id"] == told["customer"]["id"]
    assert event["data"]["returning"]


async def test_two_who_become_one_in_between_are_one(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """IN-3: both complain in one batch while their records are merged; both complaints go to the one that stays."""
    execute = OneStatement.execute
    merged: list[int] = []
    async with desk.caller(
        scopes=["complaints:record", "complaints:read", "customers:read", "customers:write"]
    ) as client:
        mails = [f"{new_id().hex}@customer.example" for _ in range(2)]
        gone, stays = [(await recorded(client, customer={"email": mail}))["customer"]["id"] for mail in mails]

        async def after_a_merge(self: OneStatement) -> None:
            if not merged:
                merged.append((await client.post(f"/v1/customers/{gone}/merge", json={"into": stays})).status_code)
            await execute(self)

        monkeypatch.setattr(OneStatement, "execute", after_a_merge)
        told = await asyncio.gather(*(client.post("/v1/complaints", json=_told(mail)) for mail in mails))
        found = [(await client.get(f"/v1/complaints/{one.json()['id']}")).json()["customer"]["id"] for one in told]
    assert merged == [200]
    assert found == [stays, stays]


async def test_a_used_key_in_a_crowd_gets_its_answer_and_its_neighbours_theirs(desk: Desk) -> None:
    """SU-2: the batch that trusted its keys to be new is done again, looking."""
    headers = {"idempotency-key": new_id().hex}
    body = _told(f"{new_id().hex}@customer.example")
    async with desk.system() as client:
        first = await client.post("/v1/complaints", json=body, headers=headers)
        before = await desk.count("complaint")
        again, *others = await asyncio.gather(
            client.post("/v1/complaints", json=body, headers=headers),
            *(client.post("/v1/complaints", json=_told(f"{new_id().hex}@c.example")) for _ in range(10)),
        )
    assert again.content == first.content
    assert {answer.status_code for answer in others} == {201}
    assert await desk.count("complaint") == before + 10


async def test_a_reference_that_is_taken_is_drawn_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """IN-1: two complaints never share one, and neither is lost."""
    async with desk.system() as client:
        taken = (await recorded(client))["reference"]
        row = recording._row
        used: list[recording.Placed] = []

        def clashing(placed: recording.Placed) -> dict[str, Any]:
            if used:
                return row(placed)
            used.append(placed)
            return row(placed) | {"reference": taken}

        monkeypatch.setattr(recording, "_row", clashing)
        assert (await recorded(client))["reference"] != taken
    assert used


async def _insert_customer(desk: Desk, email: str) -> None:
    async with desk.context.transactions.begin() as tx:
        await tx.execute(
            text("INSERT INTO customer (id, match_key, created_at, last_seen_at) VALUES (:id, :key, now(), now())"),
            {"id": new_id(), "key": f"email:{email}"},
        )
