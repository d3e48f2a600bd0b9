"""Refusals over the real edge: an alternative, a plain word, and whom it puts at risk."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from services.intake.commands import refuse_wish
from services.intake.domain.wording.finding import Weight
from services.intake.storage import risk
from shared.kernel.ids import new_id
from tests.integration.intake.answers import (
    EXCHANGE,
    REFUSAL,
    acknowledge_feeling,
    calm,
    change,
    frowning,
    pointers,
)
from tests.integration.intake.desk import Desk, recorded


async def test_a_refusal_leaves_something_to_choose(desk: Desk) -> None:
    """IN-18: explained, with alternatives as an open offer, and the customers at risk with what was assumed."""
    async with desk.agent() as client:
        told = await calm(client, department=f"d-{new_id().hex}")
        url = f"/v1/complaints/{told}"
        said = await client.post(f"{url}/refusals", json=REFUSAL)
        assert said.status_code == 201, said.text
        offer = said.json()
        assert said.headers["location"] == f"{url}/offers/{offer['id']}"
        assert (offer["refused"], offer["wish_possible"], offer["why_not"]) == (True, False, REFUSAL["explanation"])
        assert (offer["policy_reference"], offer["channel"]) == ("P-7", "phone")
        assert offer["customers_at_risk"] == {
            "complaints": 1,
            "at_least": False,
            "within_days": 365,
            "dissatisfied": 25,
            "silent": 24,
            "lost": 22,
            "people_told": 225,
            "never_complain": "0.96",
            "dont_return": "0.90",
            "each_tells": "9",
        }
        chosen = await client.post(f"{url}/offers/{offer['id']}/choice", json={"option": 1, "channel": "phone"})
        assert (chosen.status_code, chosen.json()["status"]) == (200, "chosen")
        assert chosen.json()["customers_at_risk"] == offer["customers_at_risk"]
    last = (await desk.published(told))[-1]
    assert (last["data"]["refused"], last["data"]["options"]) == (True, ["refund"])


async def test_all_that_is_missing_is_one_refusal(desk: Desk) -> None:
    """IN-18, IN-8, IN-11: nothing to choose, no plain word, no wish that was asked for, a feeling unheard."""
    async with desk.agent() as client:
        told = (await recorded(client, desired_resolution=None))["id"]
        url = f"/v1/complaints/{told}/refusals"
        empty = await client.post(url, json={})
        assert (empty.status_code, empty.json()["type"]) == (422, "/problems/refusal-incomplete")
        assert pointers(empty) == [
            "/alternatives",
            "/explanation",
            "/channel",
            "/desired_resolution",
            "/feeling_acknowledged",
        ]
        wished = (await recorded(client))["id"]
        url = f"/v1/complaints/{wished}/refusals"
        same = await client.post(url, json=REFUSAL | {"alternatives": [EXCHANGE]})
        assert pointers(same) == ["/alternatives", "/feeling_acknowledged"]
        await acknowledge_feeling(desk, wished)
        assert (await client.post(url, json=REFUSAL)).status_code == 201


async def test_a_policy_is_no_explanation(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """IN-14, IN-18: the explanation is minded; the reference to the policy is for ourselves."""
    monkeypatch.setattr(refuse_wish, "findings_in", frowning(Weight.REFUSE))
    async with desk.agent() as client:
        url = f"/v1/complaints/{await calm(client)}/refusals"
        refused = await client.post(url, json=REFUSAL | {"explanation": "It is our policy."})
        assert (refused.status_code, refused.json()["type"]) == (422, "/problems/wording-refused")
        assert pointers(refused) == ["/explanation"]
        assert (await client.post(url, json=REFUSAL | {"policy_reference": "returns policy 7"})).status_code == 201


async def test_the_risk_is_seen_before_refusing(desk: Desk) -> None:
    """IN-18: from the complaints like this one in a year: same department, product and category, merged ones aside."""
    department = f"d-{new_id().hex}"
    async with desk.agent() as client:
        ids = [await calm(client, department=department) for _ in range(4)]
        other = await calm(client, department=department, product="hat")
        long_ago = "UPDATE complaint SET recorded_at = recorded_at - interval '366 days' WHERE id = :id"
        await change(desk, long_ago, id=ids[0])
        merged = "UPDATE complaint SET status = 'merged', merged_into = :into WHERE id = :id"
        await change(desk, merged, id=ids[1], into=ids[2])

        async def seen(complaint_id: str) -> int:
            answer = await client.get(f"/v1/complaints/{complaint_id}/refusal-risk")
            assert answer.status_code == 200, answer.text
            return int(answer.json()["complaints"])

        assert (await seen(ids[3]), await seen(other)) == (2, 1)
        for id_ in ids:
            await change(desk, "UPDATE complaint SET category = 'colour' WHERE id = :id", id=id_)
        await change(desk, "UPDATE complaint SET category = 'size' WHERE id = :id", id=ids[3])
        assert await seen(ids[3]) == 1
        nothing = await calm(client, department=None, product=None)
        assert await seen(nothing) == 1
        assert (await client.get(f"/v1/complaints/{ids[3]}/offers")).json()["items"] == []


async def test_the_count_is_bounded(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """IN-18, SU-2: beyond what is looked through the estimate says at least, and an index gives what is counted."""
    monkeypatch.setattr(risk, "_NEWEST", 2)
    department = f"d-{new_id().hex}"
    async with desk.agent() as client:
        ids = [await calm(client, department=department) for _ in range(3)]
        answer = (await client.get(f"/v1/complaints/{ids[0]}/refusal-risk")).json()
    assert (answer["complaints"], answer["at_least"], answer["dissatisfied"]) == (2, True, 50)
    async with desk.context.transactions.begin() as tx:
        await tx.execute(text("SET LOCAL enable_seqscan = off"))
        rows = await tx.execute(
            text("EXPLAIN SELECT product FROM complaint WHERE department = 'x' ORDER BY id DESC LIMIT 5000")
        )
        plan = "\n".join(line for (line,) in rows)
    assert "ix_complaint_department_id" in plan


async def test_a_repeated_refusal_refuses_once(desk: Desk) -> None:
    """IN-18, SU-2: the same Idempotency-Key gives the first answer again."""
    async with desk.agent() as client:
        told = await calm(client)
        key = {"idempotency-key": new_id().hex}
        first = await client.post(f"/v1/complaints/{told}/refusals", json=REFUSAL, headers=key)
        again = await client.post(f"/v1/complaints/{told}/refusals", json=REFUSAL, headers=key)
        assert (again.status_code, again.json()) == (201, first.json())
        assert len((await client.get(f"/v1/complaints/{told}/offers")).json()["items"]) == 1
