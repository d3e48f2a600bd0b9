"""Duplicates are suggested with their reasons; a person decides."""

from __future__ import annotations

from datetime import timedelta

from shared.kernel.ids import new_id
from tests.integration.intake.desk import Desk, Json, recorded
from tests.integration.intake.kin import lead

STORY = "The coat that I ordered for my wedding is green, although I chose the blue one with silver buttons."


async def candidates(client: object, complaint: Json) -> list[Json]:
    answer = await client.get(f"/v1/complaints/{complaint['id']}/duplicates")  # type: ignore[attr-defined]
    assert answer.status_code == 200, answer.text
    found: list[Json] = answer.json()["items"]
    return found


async def test_each_reason_is_named(desk: Desk) -> None:
    """IN-21: same customer, order, external id elsewhere, text, product, and another channel."""
    email = f"{new_id().hex}@example.lt"
    who, place = {"email": email}, {"department": "twice-1", "product": "coat"}
    async with lead(desk, "twice-1") as client:
        first = await recorded(
            client, narrative=STORY, customer=who, order_reference="O-77", source="shop", external_id="77", **place
        )
        by_text = await recorded(client, narrative=STORY + " Please help.", channel="email", **place)
        by_customer = await recorded(client, narrative="Nobody answers.", customer=who, channel="email", **place)
        by_order = await recorded(
            client, narrative="Where is it?", order_reference="O-77", **place | {"product": "hat"}
        )
        by_name = await recorded(client, narrative="Hello?", source="crm", external_id="77", department="twice-1")
        unlike = await recorded(client, narrative="The shop was closed on Monday.", **place)
        found = {one["id"]: one for one in await candidates(client, first)}
    assert unlike["id"] not in found
    assert found[by_text["id"]]["reasons"] == ["nearly_the_same_text", "same_product", "another_channel"]
    assert found[by_customer["id"]]["reasons"] == ["same_customer", "same_product", "another_channel"]
    assert found[by_order["id"]]["reasons"] == ["same_order"]
    assert found[by_name["id"]]["reasons"] == ["same_external_id", "same_product"]
    assert next(iter(found)) in (by_text["id"], by_name["id"])
    assert found[by_text["id"]]["strength"] in ("strong", "medium")


async def test_it_is_asked_before_anything_is_recorded(desk: Desk) -> None:
    """IN-21: the same reasons before recording, by any identifier of the customer; nothing is stored."""
    who = {"email": f"{new_id().hex}@example.lt", "username": f"u{new_id().hex}"}
    async with lead(desk, "twice-2") as client:
        told = await recorded(client, narrative=STORY, customer={"username": who["username"]}, department="twice-2")
        before = [await desk.count(table) for table in ("complaint", "customer", "outbox", "idempotency_key")]
        body = {"narrative": STORY, "customer": who, "product": "coat", "channel": "web"}
        checked = await client.post("/v1/duplicate-checks", json=body, headers={"idempotency-key": new_id().hex})
        assert checked.status_code == 200
        (found,) = checked.json()["candidates"]
        assert (found["id"], found["strength"]) == (told["id"], "strong")
        assert found["reasons"] == ["nearly_the_same_text", "same_customer", "same_product", "another_channel"]
        assert before == [await desk.count(table) for table in ("complaint", "customer", "outbox", "idempotency_key")]
        refused = await client.post("/v1/duplicate-checks", json={"narrative": " ", "customer": {"phone": "12"}})
        assert refused.status_code == 422
    async with desk.caller(scopes=["complaints:record"]) as client:
        assert (await client.post("/v1/duplicate-checks", json=body)).status_code == 403


async def test_what_is_long_ago_or_merged_is_no_duplicate(desk: Desk) -> None:
    """IN-21: tellings too far apart are not suggested, and what was merged goes on elsewhere."""
    now = desk.context.clock.now()
    async with lead(desk, "twice-3") as client:
        asked = await recorded(client, narrative=STORY, department="twice-3")
        for days, suggested in ((20, True), (31, False)):
            at = (now - timedelta(days=days)).isoformat()
            other = await recorded(client, narrative=STORY, department="twice-3", received_at=at)
            assert (other["id"] in {one["id"] for one in await candidates(client, asked)}) is suggested
        near = (await candidates(client, asked))[0]
        assert near["days_apart"] == 20
        await desk.context.database.pool.execute(
            "UPDATE complaint SET status = 'merged', merged_into = $1 WHERE id = $2", asked["id"], near["id"]
        )
        assert await candidates(client, asked) == []


async def test_pages_of_duplicates_go_on(desk: Desk) -> None:
    """SU-2: a page at a time gives what one page gives."""
    async with lead(desk, "twice-4") as client:
        asked = await recorded(client, narrative=STORY, department="twice-4")
        for _ in range(3):
            await recorded(client, narrative=STORY, department="twice-4")
        whole = [one["id"] for one in await candidates(client, asked)]
        paged, cursor = [], None
        while True:
            params = {"limit": 1} | ({"cursor": cursor} if cursor else {})
            part = (await client.get(f"/v1/complaints/{asked['id']}/duplicates", params=params)).json()
            paged += [one["id"] for one in part["items"]]
            cursor = part["next"]
            if cursor is None:
                break
    assert (len(paged), paged) == (3, whole)
