"""What is wished for and where a complaint belongs."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from services.intake.domain.vocabulary import WishKind
from shared.kernel.ids import new_id
from tests.integration.intake.desk import Desk, Json, recorded, resolved


async def history(desk: Desk, complaint_id: str, kind: str) -> list[Json]:
    async with desk.context.transactions.begin() as tx:
        rows = await tx.execute(
            text("SELECT detail FROM change WHERE complaint_id = :id AND kind = :kind ORDER BY id"),
            {"id": complaint_id, "kind": kind},
        )
        return [row[0] for row in rows]


async def test_what_the_customer_wants_is_kept_with_its_history(desk: Desk) -> None:
    """IN-11: each kind of wish, also after it could not be given; what was wished before stays; an event."""
    async with desk.agent() as client:
        told = await recorded(client, desired_resolution=None)
        url = f"/v1/complaints/{told['id']}"
        for kind in WishKind:
            answer = await client.put(f"{url}/desired-resolution", json={"kind": kind, "detail": f"for {kind}"})
            assert answer.status_code == 200, answer.text
            assert answer.json()["desired_resolution"] == {"kind": kind, "detail": f"for {kind}"}
        await resolved(client, told["id"])
        late = await client.put(f"{url}/desired-resolution", json={"kind": "apology"})
        assert late.status_code == 200
        assert (await client.get(url)).json()["desired_resolution"] == {"kind": "apology", "detail": None}
        stale = await client.put(
            f"{url}/desired-resolution",
            json={"kind": "refund"},
            headers={"if-match": f'"{late.json()["version"] - 1}"'},
        )
        assert (stale.status_code, stale.json()["current_version"]) == (412, late.json()["version"])
    changes = await history(desk, told["id"], "wish")
    assert changes[0]["from"] is None
    assert [one["from"] for one in changes[1:]] == [one["to"] for one in changes[:-1]]
    last = (await desk.published(told["id"]))[-1]
    assert (last["data"]["desired_resolution"], last["aggregateversion"]) == ("apology", late.json()["version"])


async def test_a_complaint_is_classified_member_by_member(desk: Desk) -> None:
    """IN-5, IN-22: what is left out stays, null takes away, the former values are kept, an event tells it."""
    async with desk.agent() as client:
        told = await recorded(client)
        url = f"/v1/complaints/{told['id']}/classification"
        first = await client.put(url, json={"category": "late-delivery", "branch": "Kaunas"})
        assert first.status_code == 200, first.text
        assert [first.json()[name] for name in ("department", "product", "branch", "category")] == [
            "deliveries",
            "coat",
            "Kaunas",
            "late-delivery",
        ]
        second = await client.put(url, json={"product": None}, headers={"if-match": '"2"'})
        assert (second.json()["product"], second.json()["category"]) == (None, "late-delivery")
        assert (await client.put(url, json={"product": "x"}, headers={"if-match": '"2"'})).status_code == 412
    changes = await history(desk, told["id"], "classification")
    assert changes[0]["from"] == {"department": "deliveries", "product": "coat", "branch": None, "category": None}
    assert changes[1]["from"] == changes[0]["to"]
    said = (await desk.published(told["id"]))[-1]["data"]
    assert (said["category"], said["branch"], said["product"]) == ("late-delivery", "Kaunas", None)


async def test_moving_it_out_of_ones_own_sight_is_answered(desk: Desk) -> None:
    """IN-5, SU-4: whoever classifies says so themselves; afterwards it is a foreign complaint."""
    async with desk.agent() as recorder, desk.agent(None, "deliveries") as client:
        told = await recorded(recorder)
        url = f"/v1/complaints/{told['id']}"
        moved = await client.put(f"{url}/classification", json={"department": "returns"})
        assert (moved.status_code, moved.json()["department"]) == (200, "returns")
        assert (await client.get(url)).status_code == 404
        assert (await client.put(f"{url}/classification", json={"department": "deliveries"})).status_code == 404
        assert (await recorder.get(url)).json()["department"] == "returns"


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("classification", {}, ""),
        ("classification", {"category": "Late Delivery"}, "/category"),
        ("classification", {"category": "x" * 65}, "/category"),
        ("classification", {"department": " "}, "/department"),
        ("classification", {"product": "a\x00"}, "/product"),
        ("classification", {"urgency": "critical"}, "/urgency"),
        ("desired-resolution", {"kind": "revenge"}, "/kind"),
        ("desired-resolution", {"detail": "x"}, "/kind"),
        ("desired-resolution", {"kind": "refund", "detail": "x" * 2001}, "/detail"),
    ],
)
async def test_what_says_nothing_is_refused(desk: Desk, path: str, body: Json, pointer: str) -> None:
    """IN-5, IN-11: a 422 that names the member; nothing is stored."""
    async with desk.agent() as client:
        told = await recorded(client)
        answer = await client.put(f"/v1/complaints/{told['id']}/{path}", json=body)
        assert answer.status_code == 422, answer.text
        assert pointer in [one["pointer"] for one in answer.json()["errors"]]
        assert (await client.get(f"/v1/complaints/{told['id']}")).json()["version"] == 1


async def test_nobody_understands_a_foreign_complaint(desk: Desk) -> None:
    """IN-11, SU-4: it answers like a missing one; a reader changes nothing."""
    bodies = {"desired-resolution": {"kind": "refund"}, "classification": {"category": "x"}}
    async with desk.agent(None, "deliveries") as mine, desk.agent(None, "returns") as theirs:
        told = await recorded(mine)
        for path, body in bodies.items():
            assert (await theirs.put(f"/v1/complaints/{told['id']}/{path}", json=body)).status_code == 404
            assert (await mine.put(f"/v1/complaints/{new_id()}/{path}", json=body)).status_code == 404
    async with desk.caller(scopes=["complaints:read"]) as reader:
        for path, body in bodies.items():
            assert (await reader.put(f"/v1/complaints/{told['id']}/{path}", json=body)).status_code == 403
