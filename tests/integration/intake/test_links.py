"""What complaints are linked to, and how they are found by it."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.dialects.postgresql import asyncpg

from services.intake.domain.actor import Actor
from services.intake.domain.link import LinkKind
from services.intake.queries.links import finding
from shared.kernel.ids import new_id
from tests.integration.intake.desk import Desk, Json, recorded


async def linked(client: httpx.AsyncClient, complaint_id: str, kind: str, reference: str) -> Json:
    answer = await client.post(f"/v1/complaints/{complaint_id}/links", json={"kind": kind, "reference": reference})
    assert answer.status_code == 201, answer.text
    found: Json = answer.json()
    return found


async def found(client: httpx.AsyncClient, kind: str, reference: str, **asked: object) -> Json:
    answer = await client.get("/v1/linked-complaints", params={"kind": kind, "reference": reference} | asked)
    assert answer.status_code == 200, answer.text
    page: Json = answer.json()
    return page


async def test_a_complaint_is_linked_to_each_kind_once(desk: Desk) -> None:
    """IN-5: order, sale, return, product, service, branch, department, staff; twice is a 409; listed in order."""
    async with desk.agent() as client:
        told = await recorded(client)
        url = f"/v1/complaints/{told['id']}/links"
        for kind in LinkKind:
            reference = str(new_id()) if kind is LinkKind.STAFF else f"{kind}-1"
            await linked(client, told["id"], kind, reference)
        twice = await client.post(url, json={"kind": "order", "reference": " order-1 "})
        assert (twice.status_code, twice.json()["type"]) == (409, "/problems/link-exists")
        first = (await client.get(url, params={"limit": 5})).json()
        rest = (await client.get(url, params={"limit": 5, "cursor": first["next"]})).json()
        assert [one["kind"] for one in first["items"] + rest["items"]] == [str(kind) for kind in LinkKind]
        seen = (await client.get(f"/v1/complaints/{told['id']}")).json()
    assert seen["version"] == 1 + len(LinkKind)


async def test_a_link_that_is_taken_out_is_kept_in_history(desk: Desk) -> None:
    """IN-5: gone from the list, told by a change: what it was, who linked it, who took it out."""
    async with desk.agent() as client:
        told, other = await recorded(client), await recorded(client)
        link = await linked(client, told["id"], "product", "coat-blue")
        foreign = await client.delete(f"/v1/complaints/{other['id']}/links/{link['id']}")
        assert foreign.status_code == 404
        gone = await client.delete(f"/v1/complaints/{told['id']}/links/{link['id']}")
        assert (gone.status_code, gone.content) == (204, b"")
        assert (await client.delete(f"/v1/complaints/{told['id']}/links/{link['id']}")).status_code == 404
        assert (await client.get(f"/v1/complaints/{told['id']}/links")).json()["items"] == []
    async with desk.context.transactions.begin() as tx:
        rows = await tx.execute(text("SELECT kind, detail FROM change WHERE complaint_id = :id"), {"id": told["id"]})
        ((kind, detail),) = rows.all()
    assert kind == "unlinked"
    assert (detail["link_id"], detail["reference"], detail["linked_by"]) == (link["id"], "coat-blue", link["linked_by"])


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"kind": "staff", "reference": "Jonas from the counter"}, "/reference"),
        ({"kind": "customer", "reference": "x"}, "/kind"),
        ({"kind": "order", "reference": "  "}, "/reference"),
        ({"kind": "order", "reference": "a\x00b"}, "/reference"),
        ({"kind": "order", "reference": "x" * 201}, "/reference"),
        ({"kind": "order"}, "/reference"),
        ({"kind": "order", "reference": "x", "staff_name": "Jonas"}, "/staff_name"),
    ],
)
async def test_a_link_that_names_nothing_is_refused(desk: Desk, body: Json, pointer: str) -> None:
    """IN-5: a 422 that names the member; a person is an id, never a name."""
    async with desk.agent() as client:
        told = await recorded(client)
        answer = await client.post(f"/v1/complaints/{told['id']}/links", json=body)
        assert answer.status_code == 422, answer.text
        assert pointer in [one["pointer"] for one in answer.json()["errors"]]
        assert (await client.get(f"/v1/complaints/{told['id']}/links")).json()["items"] == []


async def test_complaints_are_found_by_what_they_are_linked_to(desk: Desk) -> None:
    """IN-5: newest first, page by page; an order also by what was told at recording, and each complaint once."""
    order = f"A-{new_id()}"
    async with desk.agent() as client:
        by_link = await recorded(client)
        by_both = await recorded(client, order_reference=order)
        by_order = await recorded(client, order_reference=order)
        await recorded(client, order_reference=f"{order}-other")
        await linked(client, by_link["id"], "order", order)
        await linked(client, by_both["id"], "order", order)
        await linked(client, by_link["id"], "sale", order)
        expected = [by_order["id"], by_both["id"], by_link["id"]]
        assert [one["id"] for one in (await found(client, "order", order))["items"]] == expected
        seen, cursor = [], None
        while True:
            page = await found(client, "order", order, limit=1, **({"cursor": cursor} if cursor else {}))
            seen += [one["id"] for one in page["items"]]
            cursor = page["next"]
            if cursor is None:
                break
        assert seen == expected
        assert [one["id"] for one in (await found(client, "sale", order))["items"]] == [by_link["id"]]
        assert (await found(client, "return", order))["items"] == []


async def test_a_person_is_found_in_whatever_form_their_id_is_written(desk: Desk) -> None:
    """IN-5: one form is kept; what can't be an id is named."""
    person = str(new_id())
    async with desk.agent() as client:
        told = await recorded(client)
        await linked(client, told["id"], "staff", person.upper())
        assert [one["id"] for one in (await found(client, "staff", person))["items"]] == [told["id"]]
        wrong = await client.get("/v1/linked-complaints", params={"kind": "staff", "reference": "Jonas"})
        assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/reference")
        for query in ({"kind": "staff"}, {"reference": "x"}, {"kind": "pet", "reference": "x"}):
            assert (await client.get("/v1/linked-complaints", params=query)).status_code == 422
        odd = {"kind": "order", "reference": "a\x00b"}
        assert (await client.get("/v1/linked-complaints", params=odd)).status_code == 422
        named = {"kind": "order", "reference": "x", "cursor": "nonsense"}
        assert (await client.get("/v1/linked-complaints", params=named)).status_code == 422


async def test_nobody_finds_or_links_what_they_may_not_see(desk: Desk) -> None:
    """IN-5, SU-4: a foreign complaint answers like a missing one, and is not found by its links."""
    reference = f"P-{new_id()}"
    async with desk.agent(None, "deliveries") as mine, desk.agent(None, "returns") as theirs:
        told = await recorded(mine)
        link = await linked(mine, told["id"], "product", reference)
        url = f"/v1/complaints/{told['id']}/links"
        assert (await theirs.get(url)).status_code == 404
        assert (await theirs.post(url, json={"kind": "order", "reference": "x"})).status_code == 404
        assert (await theirs.delete(f"{url}/{link['id']}")).status_code == 404
        assert (await found(theirs, "product", reference))["items"] == []
        assert [one["id"] for one in (await found(mine, "product", reference))["items"]] == [told["id"]]
    async with desk.caller(scopes=["complaints:read"]) as reader:
        assert (await reader.post(url, json={"kind": "order", "reference": "x"})).status_code == 403
        assert (await reader.delete(f"{url}/{link['id']}")).status_code == 403


_MANY = """
WITH made AS (
    INSERT INTO complaint (id, reference, channel, narrative, returning_customer, owner_id, recorded_by, language,
                           order_reference, received_at, recorded_at)
    SELECT gen_random_uuid(), 'many-' || n, 'web', repeat('as long as a story ', 30), false,
           gen_random_uuid(), 'test', 'en',
           CASE WHEN n % 2 = 0 THEN 'everybody' ELSE 'A-' || n END, now(), now()
    FROM generate_series(1, 8000) AS n RETURNING id, reference, order_reference
)
INSERT INTO complaint_link (id, complaint_id, kind, reference, linked_by, linked_at)
SELECT gen_random_uuid(), id, 'order', order_reference, 'test', now() FROM made
"""


@pytest.mark.parametrize("reference", ["everybody", "A-4711"])
async def test_finding_by_a_link_costs_a_page_however_many_there_are(desk: Desk, reference: str) -> None:
    """IN-5: of eight thousand, four thousand by one reference: the indexes are walked no further than a page."""
    actor = Actor(subject="test", staff_id=None, teams=None)
    statement = finding(LinkKind.ORDER, reference, actor=actor, limit=26, after=None)
    compiled = statement.compile(dialect=asyncpg.dialect(), compile_kwargs={"literal_binds": True})
    async with desk.context.database.engine.connect() as connection:
        # Never committed: the rows are only for looking at the plan.
        for prepared in (_MANY, "ANALYZE complaint", "ANALYZE complaint_link"):
            await connection.execute(text(prepared))
        explained = await connection.execute(text(f"EXPLAIN (ANALYZE, FORMAT JSON) {compiled}"))
        plan = explained.scalar_one()[0]["Plan"]
    nodes = list(_nodes(plan))
    assert {node["Index Name"] for node in nodes if "Index Name" in node} >= {
        "ix_complaint_link_kind_reference_complaint_id",
        "ix_complaint_order_reference_id",
    }
    assert max(node["Actual Rows"] * node["Actual Loops"] for node in nodes) <= 4 * 26


def _nodes(plan: Json) -> Iterator[Json]:
    yield plan
    for child in plan.get("Plans", ()):
        yield from _nodes(child)
