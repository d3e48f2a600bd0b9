"""Facts apart from claims: statements, verdicts and questions over the real edge."""

from __future__ import annotations

import asyncio
from uuid import UUID

import httpx
import pytest

from services.intake.storage.facts import open_facts
from shared.kernel.ids import new_id
from tests.integration.intake.desk import Desk, Json, recorded


async def stated(client: httpx.AsyncClient, complaint_id: str, **changes: str) -> Json:
    body = {"text": "The parcel was open when it came.", "source": "the customer"} | changes
    answer = await client.post(f"/v1/complaints/{complaint_id}/statements", json=body)
    assert answer.status_code == 201, answer.text
    found: Json = answer.json()
    return found


async def asked(client: httpx.AsyncClient, complaint_id: str, text: str = "Who packed it?") -> Json:
    answer = await client.post(f"/v1/complaints/{complaint_id}/questions", json={"text": text, "whom": "the warehouse"})
    assert answer.status_code == 201, answer.text
    found: Json = answer.json()
    return found


async def missing(desk: Desk, complaint_id: str) -> list[str]:
    async with desk.context.transactions.begin() as tx:
        return [one.part.value for one in await open_facts(UUID(complaint_id), tx)]


async def test_a_statement_is_claimed_verified_refuted_and_taken_back(desk: Desk) -> None:
    """IN-7: each verdict with its source, none lost; the newest holds and is the ETag."""
    async with desk.agent() as client:
        told = await recorded(client)
        statement = await stated(client, told["id"], about="fault")
        assert (statement["status"], statement["version"], statement["verdict"]) == ("claimed", 1, None)
        url = f"/v1/complaints/{told['id']}/statements/{statement['id']}"
        verified = await client.post(f"{url}/verdict", json={"status": "verified", "source": "a photo"})
        assert (verified.status_code, verified.json()["status"], verified.headers["etag"]) == (200, "verified", '"2"')
        stale = await client.post(
            f"{url}/verdict", json={"status": "refuted", "source": "the camera"}, headers={"if-match": '"1"'}
        )
        assert stale.status_code == 412
        refuted = await client.post(
            f"{url}/verdict", json={"status": "refuted", "source": "the camera"}, headers={"if-match": '"2"'}
        )
        assert refuted.json()["verdict"]["number"] == 2
        back = await client.post(f"{url}/verdict", json={"status": "claimed", "note": "the camera's clock was wrong"})
        assert (back.json()["status"], back.json()["verdict"]["note"]) == ("claimed", "the camera's clock was wrong")
        first = (await client.get(f"{url}/verdicts", params={"limit": 2})).json()
        rest = (await client.get(f"{url}/verdicts", params={"cursor": first["next"]})).json()
        history = [(one["number"], one["status"]) for one in first["items"] + rest["items"]]
        assert history == [(1, "verified"), (2, "refuted"), (3, "claimed")]
        other = await stated(client, told["id"])
        listed = (await client.get(f"/v1/complaints/{told['id']}/statements")).json()["items"]
    assert [(one["id"], one["status"]) for one in listed] == [(statement["id"], "claimed"), (other["id"], "claimed")]


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        ({"status": "verified"}, 422, "/source"),
        ({"status": "refuted", "note": "I just know"}, 422, "/source"),
        ({"status": "proven", "source": "x"}, 422, "/status"),
        ({"status": "verified", "source": " "}, 422, "/source"),
        ({"status": "claimed", "note": "never judged"}, 409, None),
    ],
)
async def test_a_verdict_without_grounds_is_refused(desk: Desk, body: Json, status: int, pointer: str | None) -> None:
    """IN-7: no source, no verdict; nothing is stored."""
    async with desk.agent() as client:
        told = await recorded(client)
        statement = await stated(client, told["id"])
        url = f"/v1/complaints/{told['id']}/statements/{statement['id']}"
        answer = await client.post(f"{url}/verdict", json=body)
        assert answer.status_code == status, answer.text
        assert [one["pointer"] for one in answer.json().get("errors", [])] == ([pointer] if pointer else [])
        assert (await client.get(f"{url}/verdicts")).json()["items"] == []


async def test_a_feeling_is_not_refuted(desk: Desk) -> None:
    """IN-7, IN-8: it needs no proof, and nobody argues it away."""
    async with desk.agent() as client:
        told = await recorded(client)
        felt = await stated(client, told["id"], text="I felt like a fool.", about="feeling")
        url = f"/v1/complaints/{told['id']}/statements/{felt['id']}/verdict"
        answer = await client.post(url, json={"status": "refuted", "source": "me"})
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/feeling-refuted")
    assert await missing(desk, told["id"]) == []


async def test_questions_are_answered_or_dismissed_once(desk: Desk) -> None:
    """IN-7: with a source or a reason; a settled one stays as it is."""
    async with desk.agent() as client:
        told = await recorded(client)
        url = f"/v1/complaints/{told['id']}/questions"
        first, second = await asked(client, told["id"]), await asked(client, told["id"], "Was it raining?")
        assert (first["status"], first["version"]) == ("open", 1)
        answered = await client.post(f"{url}/{first['id']}/answer", json={"text": "Shift 3", "source": "packing list"})
        assert (answered.json()["status"], answered.headers["etag"]) == ("answered", '"2"')
        dismissed = await client.post(f"{url}/{second['id']}/dismissal", json={"reason": "the box is waterproof"})
        assert (dismissed.json()["status"], dismissed.json()["reason"]) == ("dismissed", "the box is waterproof")
        for one in (first, second):
            again = await client.post(f"{url}/{one['id']}/answer", json={"text": "x", "source": "y"})
            assert (again.status_code, again.json()["type"]) == (409, "/problems/question-settled")
        for path, body in (("answer", {"text": "x"}), ("dismissal", {}), ("answer", {"text": "x", "source": ""})):
            assert (await client.post(f"{url}/{first['id']}/{path}", json=body)).status_code == 422
        listed = (await client.get(url, params={"limit": 1})).json()
        rest = (await client.get(url, params={"cursor": listed["next"]})).json()
    assert [one["answer"] for one in listed["items"] + rest["items"]] == ["Shift 3", None]


async def test_what_is_open_is_what_a_conclusion_waits_for(desk: Desk) -> None:
    """IN-7: questions and unchecked claims; the customer's word, taken in good faith, settles a claim."""
    async with desk.agent() as client:
        told = await recorded(client)
        assert await missing(desk, told["id"]) == []
        statement, question = await stated(client, told["id"]), await asked(client, told["id"])
        assert await missing(desk, told["id"]) == ["open_question", "unchecked_claim"]
        url = f"/v1/complaints/{told['id']}"
        word = {"status": "verified", "source": "the customer's word, taken in good faith"}
        await client.post(f"{url}/statements/{statement['id']}/verdict", json=word)
        assert await missing(desk, told["id"]) == ["open_question"]
        await client.post(f"{url}/questions/{question['id']}/dismissal", json={"reason": "it does not matter"})
        assert await missing(desk, told["id"]) == []
        seen = (await client.get(url)).json()
    assert seen["version"] == 5


async def test_foreign_facts_answer_like_missing_ones(desk: Desk) -> None:
    """IN-7, SU-4: another team's complaint, and another complaint's statement or question, are not found."""
    async with desk.agent(None, "deliveries") as mine, desk.agent(None, "returns") as theirs:
        told, other = await recorded(mine), await recorded(mine)
        statement, question = await stated(mine, told["id"]), await asked(mine, told["id"])
        word, settled = {"status": "verified", "source": "x"}, {"text": "x", "source": "y"}
        for client, complaint_id in ((theirs, told["id"]), (mine, other["id"]), (mine, str(new_id()))):
            url = f"/v1/complaints/{complaint_id}"
            for path, body in (
                (f"statements/{statement['id']}/verdict", word),
                (f"questions/{question['id']}/answer", settled),
                (f"questions/{question['id']}/dismissal", {"reason": "x"}),
            ):
                assert (await client.post(f"{url}/{path}", json=body)).status_code == 404
            assert (await client.get(f"{url}/statements/{statement['id']}/verdicts")).status_code == 404
        for path in ("statements", "questions"):
            assert (await theirs.get(f"/v1/complaints/{told['id']}/{path}")).status_code == 404
            assert (await theirs.post(f"/v1/complaints/{told['id']}/{path}", json=settled)).status_code in (404, 422)
    assert await missing(desk, told["id"]) == ["open_question", "unchecked_claim"]


async def test_a_repeated_request_states_it_once(desk: Desk) -> None:
    """IN-7, SU-2: the same Idempotency-Key, the same answer, one row."""
    key = {"idempotency-key": str(new_id())}
    async with desk.agent() as client:
        told = await recorded(client)
        url = f"/v1/complaints/{told['id']}/statements"
        body = {"text": "x", "source": "y"}
        first, second = [await client.post(url, json=body, headers=key) for _ in range(2)]
        assert first.json() == second.json()
        assert len((await client.get(url)).json()["items"]) == 1


async def test_of_two_who_judge_at_once_one_is_told(desk: Desk) -> None:
    """IN-7, SU-2: both read version 1; one verdict is given, the others learn that it was."""
    async with desk.agent() as client:
        told = await recorded(client)
        statement = await stated(client, told["id"])
        url = f"/v1/complaints/{told['id']}/statements/{statement['id']}"
        words = [{"status": status, "source": "a look"} for status in ("verified", "refuted") * 3]
        answers = await asyncio.gather(
            *(client.post(f"{url}/verdict", json=word, headers={"if-match": '"1"'}) for word in words)
        )
        assert sorted(one.status_code for one in answers) == [200] + [412] * 5
        free = await asyncio.gather(*(client.post(f"{url}/verdict", json=word) for word in words))
        assert {one.status_code for one in free} == {200}
        history = (await client.get(f"{url}/verdicts")).json()["items"]
    assert [one["number"] for one in history] == list(range(1, 8))


async def test_a_handoff_tells_what_was_verified_and_refused(desk: Desk) -> None:
    """IN-7, RO-3: the brief holds verified facts, never mere claims, and what was refused already."""
    async with desk.agent() as client:
        told = await recorded(client, feeling="calm", language="en")
        url = f"/v1/complaints/{told['id']}"
        for words, verdict in (("The coat was green.", "verified"), ("It was thrown at the door.", None)):
            made = (await client.post(f"{url}/statements", json={"text": words, "source": "the customer"})).json()
            if verdict:
                judged = {"status": verdict, "source": "the photograph"}
                await client.post(f"{url}/statements/{made['id']}/verdict", json=judged)
        option = {"kind": "discount", "detail": "Ten percent.", "limits": "On the next coat.", "how_long": "P1D"}
        refusal = {"explanation": "The blue one is not made any more.", "alternatives": [option], "channel": "phone"}
        assert (await client.post(f"{url}/refusals", json=refusal)).status_code == 201
        brief = (await client.get(f"{url}/brief")).json()
    assert brief["facts"] == ["The coat was green."]
    assert brief["refusals"] == ["The blue one is not made any more."]
