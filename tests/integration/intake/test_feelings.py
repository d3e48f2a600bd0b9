"""How the customer feels, acknowledged without a word about blame."""

from __future__ import annotations

import httpx
import pytest
from sqlalchemy import text

from services.intake.domain.wording.finding import Finding, Weight
from tests.integration.intake.desk import Desk, Json, recorded, resolved

KIND = {"words": "I can hear how upsetting this was. Thank you for telling me.", "channel": "phone"}


async def felt(client: httpx.AsyncClient, complaint_id: str, feeling: str, **headers: str) -> httpx.Response:
    return await client.put(
        f"/v1/complaints/{complaint_id}/feeling", json={"feeling": feeling, "note": "by the tone"}, headers=headers
    )


async def changes(desk: Desk, complaint_id: str) -> list[tuple[str, Json]]:
    async with desk.context.transactions.begin() as tx:
        rows = await tx.execute(
            text("SELECT kind, detail FROM change WHERE complaint_id = :id ORDER BY id"), {"id": complaint_id}
        )
        return [(row[0], row[1]) for row in rows]


async def test_a_feeling_is_recorded_with_its_history(desk: Desk) -> None:
    """IN-8: what it was and is, who says so; anger raises the urgency; the change is an event."""
    async with desk.agent() as client:
        told = await recorded(client)
        angry = await felt(client, told["id"], "angry")
        assert angry.status_code == 200, angry.text
        assert (angry.json()["feeling"], angry.json()["urgency"], angry.headers["etag"]) == ("angry", "raised", '"2"')
        stale = await felt(client, told["id"], "calm", **{"if-match": '"1"'})
        assert stale.status_code == 412
        calm = await felt(client, told["id"], "calm", **{"if-match": '"2"'})
        assert (calm.json()["feeling"], calm.json()["urgency"]) == ("calm", "normal")
    history = await changes(desk, told["id"])
    assert [(kind, one["from"], one["to"]) for kind, one in history] == [
        ("feeling", "upset", "angry"),
        ("feeling", "angry", "calm"),
    ]
    said = (await desk.published(told["id"]))[-1]
    assert said["type"] == "redress.intake.complaint.classified.v1"
    assert (said["data"]["feeling"], said["data"]["urgency"], said["aggregateversion"]) == ("calm", "normal", 3)


async def test_a_feeling_is_acknowledged_first(desk: Desk) -> None:
    """IN-8: only what was recorded; the words and the channel are kept."""
    async with desk.agent() as client:
        told = await recorded(client, feeling=None)
        url = f"/v1/complaints/{told['id']}/feeling/acknowledgement"
        early = await client.post(url, json=KIND)
        assert (early.status_code, early.json()["type"]) == (409, "/problems/no-feeling-yet")
        await felt(client, told["id"], "worried")
        done = await client.post(url, json=KIND)
        assert (done.status_code, done.json()["feeling"], done.json()["wording"]) == (200, "worried", [])
        assert done.json()["feeling_acknowledged_at"] is not None
        worse = await felt(client, told["id"], "angry")
        assert worse.json()["feeling_acknowledged_at"] is None
    assert ("feeling_acknowledged", {"feeling": "worried"} | KIND) in await changes(desk, told["id"])


@pytest.mark.parametrize(
    "words",
    ["It was our fault.", "We are not responsible.", "Mes suklydome.", "Δεν είμαστε υπεύθυνοι.", "هذا خطؤنا"],
)
async def test_empathy_neither_admits_nor_denies(desk: Desk, words: str) -> None:
    """IN-8: refused in each of the four languages, with what to say instead; nothing is stored."""
    async with desk.agent() as client:
        told = await recorded(client)
        url = f"/v1/complaints/{told['id']}/feeling/acknowledgement"
        answer = await client.post(url, json={"words": words, "channel": "phone"})
        assert (answer.status_code, answer.json()["type"]) == (422, "/problems/liability-spoken")
        assert {one["pointer"] for one in answer.json()["errors"]} == {"/words"}
        assert all(one["better"] for one in answer.json()["findings"])
        assert (await client.get(f"/v1/complaints/{told['id']}")).json()["version"] == 1
    assert await changes(desk, told["id"]) == []


async def test_acknowledging_leaves_liability_as_it_is(desk: Desk) -> None:
    """IN-8: `acknowledged` and `liability_accepted` are separate, also after a resolution."""
    async with desk.agent() as client:
        told = await recorded(client)
        await resolved(client, told["id"])
        url = f"/v1/complaints/{told['id']}"
        before = (await client.get(url)).json()
        assert (await client.post(f"{url}/feeling/acknowledgement", json=KIND)).status_code == 200
        after = (await client.get(url)).json()
    touched = {name for name in before if before[name] != after[name]}
    assert touched <= {"version", "feeling_acknowledged_at", "actions"}
    assert after["resolution"] == before["resolution"]


async def test_words_to_the_customer_are_minded(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """IN-8, IN-14: what refuses is refused; what warns is shown beside the answer."""
    told_off = Finding(start=0, end=1, rule="canned", why="Canned.", better="Their words.", weight=Weight.WARN)

    def rules(words: str, *, language: str) -> tuple[Finding, ...]:
        assert language == "lt"
        weight = Weight.REFUSE if words.startswith("As per") else Weight.WARN
        return (Finding(**{name: getattr(told_off, name) for name in Finding.__slots__} | {"weight": weight}),)

    monkeypatch.setattr("services.intake.commands.record_feeling.findings_in", rules)
    async with desk.agent() as client:
        told = await recorded(client)
        url = f"/v1/complaints/{told['id']}/feeling/acknowledgement"
        refused = await client.post(url, json={"words": "As per our policy", "channel": "email"})
        assert (refused.status_code, refused.json()["type"]) == (422, "/problems/wording-refused")
        warned = await client.post(url, json=KIND)
    assert [one["rule"] for one in warned.json()["wording"]] == ["canned"]


async def test_nobody_feels_for_a_foreign_complaint(desk: Desk) -> None:
    """IN-8, SU-4: another team's answers like a missing one; a reader writes nothing; nonsense is named."""
    async with desk.agent(None, "deliveries") as mine, desk.agent(None, "returns") as theirs:
        told = await recorded(mine)
        assert (await felt(theirs, told["id"], "calm")).status_code == 404
        url = f"/v1/complaints/{told['id']}/feeling"
        assert (await theirs.post(f"{url}/acknowledgement", json=KIND)).status_code == 404
        for body in ({}, {"feeling": "fine"}, {"feeling": "calm", "note": "a\x00"}, {"feeling": None}):
            assert (await mine.put(url, json=body)).status_code == 422
        for body in ({"words": "x"}, {"words": " ", "channel": "phone"}, {"words": "x" * 2001, "channel": "phone"}):
            assert (await mine.post(f"{url}/acknowledgement", json=body)).status_code == 422
    async with desk.caller(scopes=["complaints:read"]) as reader:
        assert (await felt(reader, told["id"], "calm")).status_code == 403
