"""The whole story of a complaint, from one query."""

from __future__ import annotations

from sqlalchemy import text

from services.intake.queries.timeline import story
from tests.integration.intake.desk import NARRATIVE, Desk, recorded, resolved


async def test_it_tells_everything_in_order(desk: Desk) -> None:
    """IN-20: told, added, understood, settled, resolved, closed; each with who and when."""
    async with desk.agent() as client:
        told = await recorded(client)
        url = f"/v1/complaints/{told['id']}"
        await client.post(f"{url}/additions", json={"text": "And the parcel was open.", "channel": "phone"})
        await resolved(client, told["id"])
        await client.post(f"{url}/solution", json={"solved": True, "channel": "phone"})
        items = (await client.get(f"{url}/timeline")).json()["items"]
    kinds = [one["kind"] for one in items]
    assert kinds == ["recorded", "addition", "recap_proposed", "recap_settled", "resolved", "closed"]
    assert items[0]["detail"]["narrative"] == NARRATIVE
    assert all(one["by"] and one["at"] for one in items)
    assert [one["at"] for one in items] == sorted(one["at"] for one in items)


async def test_its_pages_show_every_entry_once(desk: Desk) -> None:
    """SU-2: keyset pages, also where entries share a moment."""
    async with desk.agent() as client:
        told = await recorded(client)
        url = f"/v1/complaints/{told['id']}"
        for number in range(7):
            await client.post(f"{url}/additions", json={"text": f"and {number}"})
        whole = [one["name"] for one in (await client.get(f"{url}/timeline?limit=50")).json()["items"]]
        seen, cursor = [], ""
        while cursor is not None:
            part = (await client.get(f"{url}/timeline?limit=3{cursor and f'&cursor={cursor}'}")).json()
            seen += [one["name"] for one in part["items"]]
            cursor = part["next"]
    assert seen == whole
    assert len(set(seen)) == 8


async def test_a_foreign_story_is_not_told(desk: Desk) -> None:
    """SU-4: like a missing one."""
    async with desk.agent(None, "deliveries") as client, desk.agent(None, "returns") as elsewhere:
        told = await recorded(client)
        assert (await elsewhere.get(f"/v1/complaints/{told['id']}/timeline")).status_code == 404


async def test_every_part_is_found_by_an_index(desk: Desk) -> None:
    """IN-20: the one query costs what the complaint's own story is long, whatever else is in the tables."""
    async with desk.agent() as client:
        told = await recorded(client)
    async with desk.context.transactions.begin() as tx:
        await tx.execute(text("SET LOCAL enable_seqscan = off"))
        statement = story(told["id"], 26, None).compile(
            dialect=tx.connection.dialect, compile_kwargs={"literal_binds": True}
        )
        plan = (await tx.execute(text(f"EXPLAIN {statement}"))).scalars().all()
    assert not [line for line in plan if "Seq Scan" in line]
