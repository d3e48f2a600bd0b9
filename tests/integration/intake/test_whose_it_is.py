"""What belongs to whom: after merges and un-merges, across teams, and after something newer came in between."""

from __future__ import annotations

import pytest

from services.intake.reactions.to_followup import reopen_denied
from shared.contracts.followup import SolutionDenied
from shared.kernel.ids import new_id
from tests.integration.intake.desk import Desk, Json, recorded, resolved
from tests.integration.intake.letters import letter, look, signed_address
from tests.integration.intake.own_page import customer, form, link
from tests.integration.intake.post_office import received


async def _parted_again(desk: Desk) -> tuple[Json, Json, str]:
    """Two customers who were taken for one, their complaints merged, and then un-merged; the first one's address."""
    async with desk.caller(roles=["admin"]) as client:
        address = f"{new_id().hex}@customer.example"
        one = await recorded(client, customer={"name": "X", "email": address}, feeling="calm")
        other = await recorded(client, customer={"name": "Y", "email": f"{new_id().hex}@customer.example"})
        await resolved(client, one["id"])
        await resolved(client, other["id"])
        first, second = one["customer"]["id"], other["customer"]["id"]
        for path, body in (
            (f"/v1/customers/{first}/merge", {"into": second}),
            (f"/v1/complaints/{one['id']}/merge", {"into": other["id"]}),
            (f"/v1/customers/{first}/unmerge", {}),
        ):
            answer = await client.post(path, json=body)
            assert answer.status_code == 200, answer.text
    return one, other, address


async def test_after_an_unmerge_nobodys_words_land_with_somebody_else(desk: Desk) -> None:
    """IN-3, IN-21, SU-4: a signed answer opens a complaint of the sender's own, and the other's page shows nothing."""
    one, other, address = await _parted_again(desk)
    raw = letter(sender=address, to=signed_address(desk, one["reference"]), text="My secret diagnosis is flu.")
    made = (await received(desk, raw)).json()
    assert (made["disposition"], made["verified"]) == ("opened", False)
    assert made["complaint_id"] not in (one["id"], other["id"])
    async with customer(desk) as client:
        assert "secret diagnosis" not in (await client.get(await link(desk, other["id"]))).text


async def test_after_an_unmerge_nobody_reopens_what_is_somebody_elses(desk: Desk) -> None:
    """IN-20, IN-21: a "not solved" about the merged one says nothing about the other customer's."""
    one, other, _ = await _parted_again(desk)
    denied = SolutionDenied(
        survey_id=new_id(), complaint_id=one["id"], resolution_number=1, denied_at=desk.context.clock.now()
    )
    await desk.hear(reopen_denied, denied, aggregate=denied.survey_id, versions=[3])
    assert (await look(desk, f"/v1/complaints/{other['id']}"))["status"] == "resolved"


async def test_a_lead_of_another_team_neither_sees_nor_changes_a_family(desk: Desk) -> None:
    """IN-21, SU-4: no class, no action, no lesson and no mail to customers of a team that is not theirs."""
    teams = [f"alpha {new_id().hex}", f"beta {new_id().hex}"]
    mine, theirs = (desk.caller(roles=["lead"], staff_id=new_id(), teams=[team]) for team in teams)
    async with mine, theirs:
        told = await recorded(mine, department=teams[0])
        made = (await mine.post("/v1/families", json={"title": "Jonas shouts", "complaint_ids": [told["id"]]})).json()
        url = f"/v1/families/{made['id']}"
        tag = (await mine.get(url)).headers["etag"]
        action = {"what": "x", "owner_id": str(new_id()), "due_on": "2999-01-01"}
        answers = [await theirs.get(url + end) for end in ("", "/members", "/suggestions", "/tellings")] + [
            await theirs.patch(url, json={"category": "late"}, headers={"if-match": tag}),
            await theirs.post(f"{url}/actions", json=action),
            await theirs.post(f"{url}/lesson", json={"text": "x", "what_changed": "y"}),
        ]
        listed = [await client.get("/v1/families?limit=200") for client in (mine, theirs)]
        after = (await mine.get(f"/v1/complaints/{told['id']}")).json()
    assert {one.status_code for one in answers} == {404}
    assert [made["id"] in {one["id"] for one in found.json()["items"]} for found in listed] == [True, False]
    assert after["category"] is None


async def test_what_is_open_is_not_merged_into_what_is_closed(desk: Desk) -> None:
    """IN-21: who complains again because it was not solved must not end with nothing open."""
    mail = {"customer": {"email": f"{new_id().hex}@example.lt"}}
    async with desk.agent() as client:
        first, again = await recorded(client, **mail), await recorded(client, **mail)
        await resolved(client, first["id"])
        await client.post(f"/v1/complaints/{first['id']}/solution", json={"solved": True, "channel": "phone"})
        refused = await client.post(f"/v1/complaints/{again['id']}/merge", json={"into": first["id"]})
        assert (refused.status_code, refused.json()["target_status"]) == (409, "closed")
        await client.post(f"/v1/complaints/{first['id']}/solution", json={"solved": False, "channel": "phone"})
        assert (await client.post(f"/v1/complaints/{again['id']}/merge", json={"into": first["id"]})).status_code == 200


async def test_a_stale_page_says_nothing_about_a_newer_resolution(desk: Desk) -> None:
    """IN-20, IN-24: "solved" counts for the resolution that the customer saw."""
    async with desk.agent() as agent, customer(desk) as client:
        told = await recorded(agent)
        await resolved(agent, told["id"])
        path = await link(desk, told["id"])
        fields = form((await client.get(path)).text, "word").fields
        await agent.post(f"/v1/complaints/{told['id']}/solution", json={"solved": False, "channel": "phone"})
        await resolved(agent, told["id"])
        assert (await client.post(path, data={**fields, "solved": "yes"})).status_code == 409
        assert (await agent.get(f"/v1/complaints/{told['id']}")).json()["status"] == "resolved"


@pytest.mark.parametrize("end", ["closed", "merged"])
async def test_nothing_is_recapped_that_is_over(desk: Desk, end: str) -> None:
    """IN-10: there is nothing left to confirm, by staff or on the page."""
    mail = {"customer": {"email": f"{new_id().hex}@example.lt"}}
    async with desk.agent() as client:
        told, other = await recorded(client, **mail), await recorded(client, **mail)
        url = f"/v1/complaints/{told['id']}"
        if end == "merged":
            await client.post(f"{url}/merge", json={"into": other["id"]})
        else:
            await resolved(client, told["id"])
            await client.post(f"{url}/solution", json={"solved": True, "channel": "phone"})
        assert (await client.post(f"{url}/recaps", json={"text": "A green coat."})).status_code == 409
