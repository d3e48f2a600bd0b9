"""Families: founded, changed, joined and left; who sees what of them."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text

from services.intake.commands.complete_action import MarkOverdue, mark_overdue
from shared.kernel.ids import new_id
from tests.integration.intake.desk import Desk, Json
from tests.integration.intake.kin import family, lead, told


async def look(client: httpx.AsyncClient, url: str) -> Json:
    answer = await client.get(url)
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


async def changes_of(desk: Desk, complaint_id: str) -> list[Json]:
    async with desk.context.transactions.begin() as tx:
        rows = await tx.execute(
            text("SELECT kind, detail FROM change WHERE complaint_id = :id ORDER BY id"), {"id": UUID(complaint_id)}
        )
        return [{"kind": kind} | detail for kind, detail in rows]


async def test_a_family_classifies_its_complaints_once_each(desk: Desk) -> None:
    """IN-21: cause and category reach each member: a version, an event, a change with the family's id."""
    async with lead(desk) as client:
        two = await told(client, "kin-1", "the parcel came late", "my parcel never came")
        made = await family(client, two, category="late")
        url = f"/v1/families/{made['id']}"
        (first,) = [one for one in await desk.published(two[0]["id"]) if one["type"].endswith("classified.v1")]
        assert (first["data"]["category"], first["data"]["root_cause"]) == ("late", None)
        changed = await client.patch(url, json={"root_cause": "delivery"}, headers={"if-match": '"1"'})
        assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
        again = await client.patch(url, json={"root_cause": "delivery"}, headers={"if-match": '"2"'})
        assert (again.status_code, again.headers["etag"]) == (200, '"2"')
    for one in two:
        heard = [x for x in await desk.published(one["id"]) if x["type"].endswith("classified.v1")]
        assert [(x["data"]["root_cause"], x["aggregateversion"]) for x in heard] == [(None, 2), ("delivery", 3)]
        noted = await changes_of(desk, one["id"])
        assert [(x["kind"], x["what"], x["family_id"]) for x in noted] == [
            ("family", "joined", made["id"]),
            ("family", "classified", made["id"]),
        ]


async def test_a_change_names_the_version_that_was_read(desk: Desk) -> None:
    """SU-2, IN-21: without If-Match 428, with an old one 412; null takes back, what is left out stays."""
    async with lead(desk) as client:
        made = await family(client, await told(client, "kin-2", "late"), product="coat", category="late")
        url = f"/v1/families/{made['id']}"
        assert (await client.patch(url, json={"title": "x"})).status_code == 428
        assert (await client.patch(url, json={"title": "x"}, headers={"if-match": '"7"'})).status_code == 412
        changed = await client.patch(url, json={"product": None}, headers={"if-match": '"1"'})
        assert (changed.json()["product"], changed.json()["category"]) == (None, "late")
        blamed = await client.patch(url, json={"root_cause": "staff_attitude"}, headers={"if-match": '"2"'})
        assert (blamed.status_code, blamed.json()["errors"][0]["pointer"]) == (422, "/root_cause")


async def test_what_the_reader_may_not_see_is_counted_not_shown(desk: Desk) -> None:
    """IN-21, SU-4: members of other departments are a number; adding what one may not see is a 404."""
    async with lead(desk) as client:
        ours = await told(client, "kin-3", "late")
        theirs = await told(client, "kin-3-elsewhere", "late too", "and late")
        made = await family(client, [*ours, theirs[0]])
    url = f"/v1/families/{made['id']}"
    async with lead(desk, "kin-3") as client:
        seen = await look(client, url)
        assert (seen["complaints"], seen["complaints_hidden"]) == (2, 1)
        assert [one["id"] for one in (await look(client, f"{url}/members"))["items"]] == [ours[0]["id"]]
        foreign = await client.post(f"{url}/members", json={"complaint_id": theirs[1]["id"]})
        missing = await client.post(f"{url}/members", json={"complaint_id": str(new_id())})
        assert foreign.status_code == missing.status_code == 404
        assert foreign.json()["type"] == missing.json()["type"]
        assert (await client.delete(f"{url}/members/{theirs[0]['id']}")).status_code == 404
        body = {"title": "x", "complaint_ids": [theirs[1]["id"]]}
        assert (await client.post("/v1/families", json=body)).status_code == 404
    async with desk.agent(None, "kin-3") as client:
        assert (await client.post("/v1/families", json=body)).status_code == 403
        assert (await client.get(url)).status_code == 200
        assert (await client.get(f"/v1/families/{new_id()}")).status_code == 404


async def test_members_come_and_go(desk: Desk) -> None:
    """IN-21: one family at a time; who left may join another; its pages are keyset-paged."""
    async with lead(desk) as client:
        three = await told(client, "kin-4", "late one", "late two", "late three")
        first = await family(client, three[:1])
        second = await family(client, three[1:2], root_cause="system")
        url = f"/v1/families/{second['id']}"
        refused = await client.post(f"{url}/members", json={"complaint_id": three[0]["id"]})
        assert refused.status_code == 409
        assert refused.json()["taken"] == [{"complaint_id": three[0]["id"], "family_id": first["id"]}]
        left = await client.delete(f"/v1/families/{first['id']}/members/{three[0]['id']}")
        assert (left.status_code, left.json()["version"]) == (200, 2)
        assert (await client.delete(f"/v1/families/{first['id']}/members/{three[0]['id']}")).status_code == 404
        for one, suggested in ((three[0], False), (three[2], True)):
            body = {"complaint_id": one["id"], "suggested": suggested}
            assert (await client.post(f"{url}/members", json=body)).status_code == 201
        page = await look(client, f"{url}/members?limit=2")
        rest = await look(client, f"{url}/members?limit=2&cursor={page['next']}")
        members = {one["id"]: one for one in [*page["items"], *rest["items"]]}
        assert members.keys() == {one["id"] for one in three}
        assert members[three[2]["id"]]["how"] == "suggested"
        assert {one["root_cause"] for one in members.values()} == {"system"}
    last = (await desk.published(three[0]["id"]))[-1]
    assert last["data"]["root_cause"] == "system"


async def test_one_corrective_action_at_a_time_and_when_it_is_due(desk: Desk) -> None:
    """IN-21: planned, due soon, overdue by the timer and in the list, done with its outcome."""
    today = desk.context.clock.now().date()
    async with lead(desk) as client:
        made = await family(client, await told(client, "kin-6", "late"))
        url = f"/v1/families/{made['id']}"
        body = {"what": "a second driver", "owner_id": str(new_id()), "due_on": str(today + timedelta(days=3))}
        past = await client.post(f"{url}/actions", json=body | {"due_on": str(today - timedelta(days=1))})
        assert (past.status_code, past.json()["errors"][0]["pointer"]) == (422, "/due_on")
        planned = await client.post(f"{url}/actions", json=body)
        assert (planned.status_code, planned.json()["due"]) == (201, "due_soon")
        assert (await client.post(f"{url}/actions", json=body)).status_code == 409
        assert (await look(client, url))["status"] == "acting"
        action_id = planned.json()["id"]
        async with desk.context.transactions.begin() as tx:
            late = MarkOverdue(action_id=UUID(action_id), now=desk.context.clock.now() + timedelta(days=5))
            assert await mark_overdue(late, tx) is not None
            assert await mark_overdue(late, tx) is None
        listed = (await look(client, "/v1/families?overdue=true&status=acting"))["items"]
        assert [one["action"]["id"] for one in listed] == [action_id]
        foreign = f"/v1/families/{new_id()}/actions/{action_id}/completion"
        assert (await client.post(foreign, json={"outcome": "x"})).status_code == 404
        done = await client.post(f"{url}/actions/{action_id}/completion", json={"outcome": "she drives"})
        assert (done.json()["due"], done.json()["outcome"]) == ("done", "she drives")
        twice = await client.post(f"{url}/actions/{action_id}/completion", json={"outcome": "again"})
        assert twice.status_code == 409
        assert (await look(client, "/v1/families?overdue=true"))["items"] == []
        assert (await client.post(f"{url}/actions", json=body)).status_code == 201


@pytest.mark.parametrize(
    "body",
    [
        {"title": "x", "complaint_ids": []},
        {"title": "x", "complaint_ids": ["not an id"]},
        {"title": "x", "complaint_ids": ["01900000-0000-7000-8000-00000000dead"] * 2},
        {"title": "", "complaint_ids": ["01900000-0000-7000-8000-00000000dead"]},
        {"title": "x\u0000", "complaint_ids": ["01900000-0000-7000-8000-00000000dead"]},
        {"complaint_ids": ["01900000-0000-7000-8000-00000000dead"], "root_cause": "everything"},
    ],
)
async def test_bad_families_are_refused(desk: Desk, body: Json) -> None:
    """SU-2, IN-21: what can't be accepted is a 422 that names the field."""
    async with lead(desk) as client:
        answer = await client.post("/v1/families", json=body)
    assert (answer.status_code, bool(answer.json()["errors"])) == (422, True)
