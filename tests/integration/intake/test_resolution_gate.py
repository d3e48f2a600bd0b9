"""What a resolution must say, over the real edge."""

from __future__ import annotations

import random

import pytest

from services.intake.commands import resolve_complaint
from services.intake.domain.wording.finding import Weight
from shared.kernel.ids import new_id
from tests.integration.intake.answers import change, frowning, pointers, row
from tests.integration.intake.desk import RESOLUTION, Desk, confirmed, recorded


async def test_all_that_is_missing_is_one_refusal(desk: Desk) -> None:
    """IN-19, IN-10, IN-11: an empty body names every part, the confirmed recap and the wish among them."""
    async with desk.agent() as client:
        told = await recorded(client, desired_resolution=None)
        url = f"/v1/complaints/{told['id']}/resolution"
        empty = await client.post(url, json={})
    assert (empty.status_code, empty.json()["type"]) == (422, "/problems/resolution-incomplete")
    assert pointers(empty) == [*(f"/{name}" for name in RESOLUTION), "/recap_version", "/desired_resolution"]


async def test_any_parts_that_are_missing_are_named_and_no_others(desk: Desk) -> None:
    """IN-19: absent, null or blank; nothing is resolved, nothing said; with all of them it is."""
    chance = random.Random(19)
    async with desk.agent() as client:
        told = await recorded(client)
        url = f"/v1/complaints/{told['id']}/resolution"
        await confirmed(client, told["id"])
        before, heard = await row(desk, told["id"]), await desk.published(told["id"])
        for _ in range(20):
            missing = chance.sample(sorted(RESOLUTION), chance.randint(1, len(RESOLUTION)))
            body = {name: value for name, value in RESOLUTION.items() if name not in missing}
            body |= {name: None for name in missing if chance.random() < 0.3}
            body |= {name: "  " for name in missing if isinstance(RESOLUTION[name], str) and name != "root_cause"}
            refused = await client.post(url, json=body)
            assert refused.status_code == 422
            assert pointers(refused) == [f"/{name}" for name in RESOLUTION if name in missing]
        assert (await row(desk, told["id"]), await desk.published(told["id"])) == (before, heard)
        assert (await client.post(url, json=RESOLUTION)).status_code == 200


async def test_an_imported_complaint_was_never_asked_for_a_wish(desk: Desk) -> None:
    """IN-19, IN-11: another system did not tell one; the recap is asked for all the same."""
    async with desk.agent() as client:
        told = await recorded(client, channel="import", desired_resolution=None)
        url = f"/v1/complaints/{told['id']}/resolution"
        assert pointers(await client.post(url, json=RESOLUTION)) == ["/recap_version"]
        await confirmed(client, told["id"])
        assert (await client.post(url, json=RESOLUTION)).status_code == 200


async def test_a_corrected_recap_answers_nothing(desk: Desk) -> None:
    """IN-10: the version named must be one that holds."""
    async with desk.agent() as client:
        told = await recorded(client)
        url = f"/v1/complaints/{told['id']}"
        await client.post(f"{url}/recaps", json={"text": "green, not blue"})
        named = RESOLUTION | {"recap_version": 1}
        assert pointers(await client.post(f"{url}/resolution", json=named)) == ["/recap_version"]
        word = {"channel": "phone", "correction": "teal, not blue"}
        await client.post(f"{url}/recaps/1/confirmation", json=word)
        assert pointers(await client.post(f"{url}/resolution", json=named)) == ["/recap_version"]
        done = await client.post(f"{url}/resolution", json=RESOLUTION)
    assert done.json()["resolution"]["recap_version"] == 2


async def test_what_the_customer_reads_is_minded(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """IN-14, IN-19: what was done and the thanks; what it took is for ourselves."""
    said = RESOLUTION | {"thanks": "Thank you; it is policy.", "what_it_took": "Reading the policy."}
    async with desk.agent() as client:
        told = await recorded(client)
        await confirmed(client, told["id"])
        url = f"/v1/complaints/{told['id']}/resolution"
        monkeypatch.setattr(resolve_complaint, "findings_in", frowning(Weight.REFUSE))
        refused = await client.post(url, json=said)
        assert (refused.status_code, pointers(refused)) == (422, ["/thanks"])
        monkeypatch.setattr(resolve_complaint, "findings_in", frowning(Weight.WARN))
        done = await client.post(url, json=said)
    assert (done.status_code, [one["pointer"] for one in done.json()["wording"]]) == (200, ["/thanks"])


async def test_a_state_that_does_not_allow_it_comes_before_the_gate(desk: Desk) -> None:
    """IN-19, IN-20: a 409 that names what is possible, however little was sent; a repetition answers as the first."""
    async with desk.agent() as client:
        told = await recorded(client)
        await confirmed(client, told["id"])
        url = f"/v1/complaints/{told['id']}/resolution"
        key = {"idempotency-key": new_id().hex}
        first = await client.post(url, json=RESOLUTION, headers=key)
        assert (await client.post(url, json=RESOLUTION, headers=key)).json() == first.json()
        twice = await client.post(url, json={})
        assert (twice.status_code, twice.json()["possible"]) == (409, ["close", "reopen", "part", "merge"])
    with pytest.raises(Exception, match="ck_resolution_complete"):
        await change(desk, "UPDATE resolution SET thanks = NULL WHERE complaint_id = :id", id=told["id"])
