"""The steps of a complaint's life beside its resolution, over HTTP."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from services.intake.reactions.to_followup import reopen_denied
from shared.contracts.followup import SolutionDenied
from shared.kernel.ids import new_id
from tests.integration.intake.desk import Desk, recorded, resolved

WORDS = {
    "reason": "Every remedy was tried and refused.",
    "words": "Thank you for the patience that you had with us. There is nothing more that we can do well.",
    "where_to_turn": "The consumer ombudsman decides free of charge.",
    "channel": "letter",
}


async def _word(client: httpx.AsyncClient, complaint: str, *, solved: bool, **headers: str) -> httpx.Response:
    body = {"solved": solved, "channel": "phone", "said": "as they said it"}
    return await client.post(f"/v1/complaints/{complaint}/solution", json=body, headers=headers)


async def test_the_customers_word_through_staff_closes_and_reopens(desk: Desk) -> None:
    """IN-20: solved closes on the customer's word; not solved opens again with the same owner and is counted."""
    async with desk.agent() as client:
        told = await recorded(client)
        early = await _word(client, told["id"], solved=True)
        assert (early.status_code, early.json()["possible"]) == (409, ["resolve", "merge"])
        await resolved(client, told["id"])
        closed = (await _word(client, told["id"], solved=True)).json()
        assert (closed["status"], closed["closed_how"]) == ("closed", "confirmed")
        again = (await _word(client, told["id"], solved=False)).json()
        assert (again["status"], again["owner_id"], again["reopened_times"]) == ("reopened", told["owner_id"], 1)
    assert [one["type"].split(".")[-2] for one in await desk.published(told["id"])][-2:] == ["closed", "reopened"]


async def test_a_word_on_an_old_version_is_refused(desk: Desk) -> None:
    """SU-2: If-Match guards against two people who hear different things."""
    async with desk.agent() as client:
        told = await recorded(client)
        version = (await resolved(client, told["id"]))["version"]
        assert (await _word(client, told["id"], solved=True, **{"if-match": f'"{version - 1}"'})).status_code == 412
        assert (await _word(client, told["id"], solved=True, **{"if-match": f'"{version}"'})).status_code == 200


async def test_a_duplicate_goes_on_as_the_other_with_both_histories(desk: Desk) -> None:
    """IN-21, IN-20: the merged one says where it went, and the timeline of the other tells both stories."""
    customer = {"customer": {"email": f"{new_id().hex}@example.lt"}}
    async with desk.agent() as client:
        first, second = await recorded(client, **customer), await recorded(client, narrative="Still green.", **customer)
        merged = await client.post(f"/v1/complaints/{second['id']}/merge", json={"into": first["id"], "reason": "same"})
        assert (merged.status_code, merged.json()["status"]) == (200, "merged")
        assert merged.json()["merged_into"] == first["id"]
        after = await client.post(f"/v1/complaints/{second['id']}/resolution", json={"what_was_done": "x"})
        assert (after.status_code, after.json()["possible"]) == (409, [])
        story = (await client.get(f"/v1/complaints/{first['id']}/timeline")).json()["items"]
    assert [(one["kind"], one["complaint_id"] == first["id"]) for one in story if one["kind"] != "took_in"] == [
        ("recorded", True),
        ("recorded", False),
        ("merged", False),
    ]
    assert story[1]["detail"]["narrative"] == "Still green."
    (last,) = [one for one in await desk.published(second["id"]) if one["type"].endswith("merged.v1")]
    assert last["data"]["into_id"] == first["id"]


async def test_what_was_merged_before_follows(desk: Desk) -> None:
    """IN-21: the way from a merged complaint to the living one is one step, however often they were merged."""
    customer = {"customer": {"email": f"{new_id().hex}@example.lt"}}
    async with desk.agent() as client:
        a, b, c = [(await recorded(client, **customer))["id"] for _ in range(3)]
        await client.post(f"/v1/complaints/{a}/merge", json={"into": b})
        await client.post(f"/v1/complaints/{b}/merge", json={"into": c})
        story = (await client.get(f"/v1/complaints/{c}/timeline")).json()["items"]
        gone = await client.post(f"/v1/complaints/{c}/merge", json={"into": a})
    assert {one["complaint_id"] for one in story} == {a, b, c}
    assert (gone.status_code, gone.json()["type"]) == (409, "/problems/merge-target-gone")


async def test_what_may_not_be_merged_is_refused(desk: Desk) -> None:
    """IN-21, SU-4: not into itself, not across customers, not into what the caller may not see."""
    async with desk.agent() as client, desk.agent(None, "returns") as elsewhere:
        one, other = (await recorded(client))["id"], (await recorded(client))["id"]
        itself = await client.post(f"/v1/complaints/{one}/merge", json={"into": one})
        across = await client.post(f"/v1/complaints/{one}/merge", json={"into": other})
        own = (await recorded(elsewhere, department="returns"))["id"]
        foreign = await elsewhere.post(f"/v1/complaints/{own}/merge", json={"into": one})
        missing = await elsewhere.post(f"/v1/complaints/{own}/merge", json={"into": str(new_id())})
    assert (itself.status_code, itself.json()["errors"][0]["pointer"]) == (422, "/into")
    assert (across.status_code, across.json()["type"]) == (409, "/problems/different-customers")
    assert foreign.status_code == missing.status_code == 404
    assert foreign.json()["detail"] == missing.json()["detail"]


async def test_two_who_merge_crosswise_leave_one_living(desk: Desk) -> None:
    """IN-21: one wins, the other is told; never two complaints that each went into the other."""
    customer = {"customer": {"email": f"{new_id().hex}@example.lt"}}
    async with desk.agent() as client:
        for _ in range(5):
            a, b = [(await recorded(client, **customer))["id"] for _ in range(2)]
            answers = await asyncio.gather(
                client.post(f"/v1/complaints/{a}/merge", json={"into": b}),
                client.post(f"/v1/complaints/{b}/merge", json={"into": a}),
            )
            assert sorted(one.status_code for one in answers) == [200, 409]


async def test_not_solved_said_about_a_merged_one_reopens_where_it_went(desk: Desk) -> None:
    """IN-20, IN-21: the customer's word is not lost because we merged."""
    customer = {"customer": {"email": f"{new_id().hex}@example.lt"}}
    async with desk.agent() as client:
        a, b = [(await recorded(client, **customer)) for _ in range(2)]
        await resolved(client, a["id"])
        await resolved(client, b["id"])
        await client.post(f"/v1/complaints/{a['id']}/merge", json={"into": b["id"]})
        denied = SolutionDenied(
            survey_id=new_id(), complaint_id=a["id"], resolution_number=1, denied_at=desk.context.clock.now()
        )
        await desk.hear(reopen_denied, denied, aggregate=denied.survey_id, versions=[3])
        assert (await client.get(f"/v1/complaints/{a['id']}")).json()["status"] == "merged"
        assert (await client.get(f"/v1/complaints/{b['id']}")).json()["status"] == "reopened"


async def test_only_a_manager_parts(desk: Desk) -> None:
    """IN-23: an agent and a lead lack the scope, a system lacks the responsibility."""
    async with desk.agent() as client:
        complaint = (await recorded(client))["id"]
        await resolved(client, complaint)
    url = f"/v1/complaints/{complaint}/parting"
    for who in ({"roles": ["agent"]}, {"roles": ["lead"]}, {"scopes": ["complaints:part"]}):
        async with desk.caller(staff_id=new_id() if "roles" in who else None, teams=("*",), **who) as client:  # type: ignore[arg-type]
            assert (await client.post(url, json=WORDS)).status_code == 403
    async with desk.caller(roles=["manager"], staff_id=new_id(), teams=("*",)) as manager:
        parted = await manager.post(url, json=WORDS)
        assert parted.status_code == 422
        assert [one["pointer"] for one in parted.json()["errors"]] == ["/feeling_acknowledged"]


@pytest.mark.parametrize("feeling", ["calm", None])
async def test_a_parting_is_respectful_or_refused(desk: Desk, feeling: str | None) -> None:
    """IN-23: every missing part is named at once; whole, it ends the complaint and says so."""
    async with desk.caller(roles=["manager"], staff_id=new_id(), teams=("*",)) as manager:
        told = await recorded(manager, feeling=feeling)
        url = f"/v1/complaints/{told['id']}/parting"
        assert (await manager.post(url, json=WORDS)).status_code == 409
        await resolved(manager, told["id"])
        empty = await manager.post(url, json={})
        assert [one["pointer"] for one in empty.json()["errors"]] == [f"/{name}" for name in WORDS]
        parted = (await manager.post(url, json=WORDS)).json()
        assert (parted["status"], parted["wording"]) == ("parted", [])
        story: list[dict[str, Any]] = (await manager.get(f"/v1/complaints/{told['id']}/timeline")).json()["items"]
    assert (story[-1]["kind"], story[-1]["detail"]["words"]) == ("parted", WORDS["words"])
    assert (await desk.published(told["id"]))[-1]["type"].endswith("parted.v1")
