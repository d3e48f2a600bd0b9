"""Apologies over the real edge."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from services.intake.commands import apologise
from services.intake.domain.wording.finding import Weight
from shared.kernel.ids import new_id
from tests.integration.intake.answers import APOLOGY, calm, change, frowning, pointers, row
from tests.integration.intake.desk import RESOLUTION, Desk, confirmed, recorded


async def test_one_apology_with_the_steps_that_follow(desk: Desk) -> None:
    """IN-16: kept as it was said, with who, when and how; a second one needs a reason."""
    due = (desk.context.clock.now() + timedelta(days=2)).replace(microsecond=0)
    body = APOLOGY | {"steps": [{"what": "The courier comes.", "by_when": due.isoformat()}]}
    me = new_id()
    async with desk.agent(me) as client:
        told = await recorded(client)
        url = f"/v1/complaints/{told['id']}/apologies"
        said = await client.post(url, json=body)
        assert said.status_code == 201, said.text
        assert (said.json()["number"], said.json()["text"], said.json()["reason"]) == (1, APOLOGY["text"], None)
        assert (said.json()["said_by"], said.json()["channel"]) == (f"test:{me}", "phone")
        assert said.json()["wording"] == []
        again = await client.post(url, json=body)
        assert (again.status_code, again.json()["type"]) == (422, "/problems/apology-incomplete")
        assert pointers(again) == ["/reason"]
        second = await client.post(url, json=body | {"reason": "The courier went to another street."})
        assert (second.status_code, second.json()["number"]) == (201, 2)
        first = (await client.get(url, params={"limit": 1})).json()
        rest = (await client.get(url, params={"cursor": first["next"]})).json()
    assert [one["number"] for one in first["items"] + rest["items"]] == [1, 2]
    step = first["items"][0]["steps"][0]
    assert (step["what"], step["by_when"][:19]) == ("The courier comes.", due.isoformat()[:19])


async def test_all_that_is_missing_is_one_refusal(desk: Desk) -> None:
    """IN-16: an empty body names every part; a justification is refused beside what is missing."""
    async with desk.agent() as client:
        url = f"/v1/complaints/{await calm(client)}/apologies"
        empty = await client.post(url, json={})
        assert (empty.status_code, pointers(empty)) == (422, ["/for_what", "/text", "/steps", "/channel"])
        excuse = await client.post(url, json=APOLOGY | {"text": "Sorry, but we were busy.", "steps": []})
        assert set(pointers(excuse)) == {"/steps", "/text"}
        assert "apology_taken_back" in [one["rule"] for one in excuse.json()["findings"]]
        for bad in ({"steps": [{"what": "x", "who": "y"}]}, {"channel": "pigeon"}, {"text": "x" * 2001}):
            assert (await client.post(url, json=APOLOGY | bad)).status_code == 422
        assert (await client.get(url)).json()["items"] == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I am sorry. However, you should have called."),
        ("lt", "Atsiprašome, bet buvo daug darbo."),
        ("el", "Συγγνώμη, αλλά είχαμε δουλειά."),
        ("ar", "نعتذر، ولكن كنا مشغولين."),
    ],
)
async def test_no_justification_in_the_language_of_the_complaint(desk: Desk, language: str, text: str) -> None:
    """IN-16: refused with the place, the reason and a better wording."""
    async with desk.agent() as client:
        url = f"/v1/complaints/{await calm(client, language=language)}/apologies"
        refused = await client.post(url, json=APOLOGY | {"text": text})
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/wording-refused")
    assert set(pointers(refused)) == {"/text"}
    for one in refused.json()["findings"]:
        assert text[one["start"] : one["end"]].strip()
        assert one["better"]


async def test_the_wording_check_minds_it_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """IN-14, IN-16: what refuses is a 422, what warns is said beside the answer."""
    body = APOLOGY | {"steps": [{"what": "We read the policy to you."}]}
    async with desk.agent() as client:
        url = f"/v1/complaints/{await calm(client)}/apologies"
        monkeypatch.setattr(apologise, "findings_in", frowning(Weight.REFUSE))
        refused = await client.post(url, json=body)
        assert (refused.status_code, pointers(refused)) == (422, ["/steps/0/what"])
        monkeypatch.setattr(apologise, "findings_in", frowning(Weight.WARN))
        warned = await client.post(url, json=body)
    assert warned.status_code == 201
    assert [(one["pointer"], one["rule"]) for one in warned.json()["wording"]] == [("/steps/0/what", "policy")]


async def test_an_apology_is_no_admission(desk: Desk) -> None:
    """IN-16, IN-8: whatever is said, of the complaint only the version moves, nothing is published, and liability is
    as open as before: it is accepted or denied by the resolution alone.
    """
    words = (
        "I am sorry that a green coat came.",
        "We are sorry that we sent the wrong coat.",
        "I apologise: it was our mistake alone.",
    )
    async with desk.agent() as client:
        for liable in (True, False):
            told = await calm(client)
            await confirmed(client, told)
            for number, text in enumerate(words):
                before, heard = await row(desk, told), await desk.published(told)
                said = APOLOGY | {"text": text} | ({"reason": "it went on"} if number else {})
                assert (await client.post(f"/v1/complaints/{told}/apologies", json=said)).status_code == 201
                assert await row(desk, told) == before | {"version": before["version"] + 1}
                assert await desk.published(told) == heard
            done = await client.post(
                f"/v1/complaints/{told}/resolution", json=RESOLUTION | {"liability_accepted": liable}
            )
            assert done.json()["resolution"]["liability_accepted"] is liable


async def test_a_repeated_request_never_apologises_twice(desk: Desk) -> None:
    """IN-16, SU-2: with the same Idempotency-Key the first answer comes again; at once without one, one is first."""
    async with desk.agent() as client:
        url = f"/v1/complaints/{await calm(client)}/apologies"
        key = {"idempotency-key": new_id().hex}
        first = await client.post(url, json=APOLOGY, headers=key)
        assert (await client.post(url, json=APOLOGY, headers=key)).json() == first.json()
        assert len((await client.get(url)).json()["items"]) == 1
        other = f"/v1/complaints/{await calm(client)}/apologies"
        answers = await asyncio.gather(*(client.post(other, json=APOLOGY) for _ in range(4)))
    assert sorted(one.status_code for one in answers) == [201, 422, 422, 422]


async def test_the_schema_has_the_last_word(desk: Desk) -> None:
    """IN-16: no second apology without a reason, none without a step, whoever writes."""
    async with desk.agent() as client:
        told = await calm(client)
        await client.post(f"/v1/complaints/{told}/apologies", json=APOLOGY)
    copied = (
        "INSERT INTO apology SELECT gen_random_uuid(), complaint_id, {number}, for_what, text, {steps}, channel,"
        " reason, said_by, said_at FROM apology WHERE complaint_id = :id"
    )
    for number, steps in (("2", "steps"), ("1", "steps"), ("1", "'[]'")):
        with pytest.raises(IntegrityError):
            await change(desk, copied.format(number=number, steps=steps), id=told)


async def test_nobody_apologises_where_it_is_over(desk: Desk) -> None:
    """IN-16: a closed complaint is a 409 that names what is possible."""
    async with desk.agent() as client:
        told = await calm(client)
        await change(desk, "UPDATE complaint SET status = 'closed', closed_how = 'confirmed' WHERE id = :id", id=told)
        over = await client.post(f"/v1/complaints/{told}/apologies", json=APOLOGY)
    assert (over.status_code, over.json()["possible"]) == (409, ["reopen"])
