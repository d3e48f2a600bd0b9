"""Lists, search, and who may see what."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from services.intake.queries import complaint_list
from shared.kernel.ids import new_id
from tests.integration.intake.desk import RESOLUTION, Desk, recorded


async def test_pages_hold_each_complaint_once_newest_first(desk: Desk) -> None:
    """SU-2: keyset pages, also while new ones arrive."""
    department = f"d-{new_id().hex}"
    async with desk.system() as client:
        ids = [(await recorded(client, department=department))["id"] for _ in range(5)]
        seen: list[str] = []
        cursor: str | None = None
        while True:
            query = {"department": department, "limit": "2"} | ({"cursor": cursor} if cursor else {})
            part = (await client.get("/v1/complaints", params=query)).json()
            seen += [one["id"] for one in part["items"]]
            cursor = part["next"]
            if cursor is None:
                break
            await recorded(client, department=department)
    assert seen == ids[::-1]


@pytest.mark.parametrize("looked_through", [2000, 2])
async def test_search_finds_words_and_references(
    desk: Desk, looked_through: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """IN-1: words of the narrative and references, among the newest and by the index beyond them."""
    monkeypatch.setattr(complaint_list, "_NEWEST", looked_through)
    word = f"žalias{new_id().hex}"
    async with desk.system() as client:
        old = await recorded(client, narrative=f"The {word} coat leaks")
        for _ in range(3):
            await recorded(client, narrative="something else")
        new = await recorded(client, narrative=f"My {word.upper()} arrived torn")

        async def ask(q: str) -> list[str]:
            answer = await client.get("/v1/complaints", params={"q": q})
            assert answer.status_code == 200, answer.text
            return [one["id"] for one in answer.json()["items"]]

        assert await ask(word) == [new["id"], old["id"]]
        assert await ask(f"{word} -torn") == [old["id"]]
        assert await ask(f'"{word} coat"') == [old["id"]]
        assert await ask(old["reference"].removeprefix("RD-").lower()) == [old["id"]]
        for odd in ("'", "a & | !", "\\", "%_", "((("):
            await ask(odd)


async def test_no_list_walks_the_table(desk: Desk) -> None:
    """SU-2: every filter and the search have an index to begin at."""
    async with desk.system() as client:
        await recorded(client)
    conditions = (
        "TRUE",
        "owner_id = gen_random_uuid()",
        "department = 'x'",
        "status = 'resolved'",
        "customer_id = gen_random_uuid()",
        "search @@ websearch_to_tsquery('simple', 'rare')",
    )
    async with desk.context.transactions.begin() as tx:
        await tx.execute(text("SET LOCAL enable_seqscan = off"))
        for condition in conditions:
            rows = await tx.execute(
                text(f"EXPLAIN SELECT id FROM complaint WHERE {condition} ORDER BY id DESC LIMIT 25")
            )
            plan = "\n".join(line for (line,) in rows)
            assert "Seq Scan" not in plan, plan


READS = ("", "/brief", "/contact", "/recaps", "/apologies", "/offers", f"/offers/{new_id()}", "/refusal-risk")


async def test_foreign_and_missing_answer_alike(desk: Desk) -> None:
    """SU-4: an agent of another team reads, lists and changes nothing, and learns nothing."""
    me = new_id()
    async with desk.system() as client:
        told = await recorded(client, department="cards")
    async with desk.agent(me, "loans of nobody else") as stranger:
        mine = await recorded(stranger, department="cards")
        posts = {
            "recaps": {"text": "x"},
            "recaps/1/confirmation": {"channel": "phone"},
            "additions": {"text": "x"},
            "resolution": RESOLUTION,
            "apologies": {},
            "offers": {},
            f"offers/{new_id()}/choice": {},
            "refusals": {},
        }
        for id_ in (told["id"], str(new_id())):
            bodies = [await stranger.get(f"/v1/complaints/{id_}{end}") for end in READS]
            bodies += [await stranger.post(f"/v1/complaints/{id_}/{end}", json=body) for end, body in posts.items()]
            assert {one.status_code for one in bodies} == {404}
            assert {one.json()["detail"] for one in bodies} == {"There is no such complaint here"}
        for customer in (told["customer"]["id"], str(new_id())):
            assert (await stranger.get(f"/v1/customers/{customer}")).status_code == 404
        assert (await stranger.get(f"/v1/complaints/{mine['id']}")).status_code == 200
        assert (await stranger.get(f"/v1/customers/{mine['customer']['id']}")).status_code == 200
        listed = (await stranger.get("/v1/complaints", params={"limit": 200})).json()["items"]
    assert [one["id"] for one in listed] == [mine["id"]]


async def test_scopes_are_held_apart(desk: Desk) -> None:
    """SU-4: reading complaints does not show how to reach customers, nor record."""
    async with desk.system() as client:
        told = await recorded(client)
    async with desk.caller(scopes=["complaints:read"]) as reader:
        assert (await reader.get(f"/v1/complaints/{told['id']}")).status_code == 200
        assert (await reader.get(f"/v1/complaints/{told['id']}/contact")).status_code == 403
        assert (await reader.post("/v1/complaints", json={})).status_code == 403
