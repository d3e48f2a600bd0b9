"""From the recap to the customer's last word."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from services.intake.reactions.to_followup import close_assumed, close_confirmed, reopen_denied
from services.intake.reactions.to_routing import follow_assignments
from shared.contracts.followup import SolutionAssumed, SolutionConfirmed, SolutionDenied
from shared.contracts.routing import CaseAssigned
from shared.kernel.errors import Conflict, NotFound
from shared.kernel.ids import new_id
from tests.integration.intake.desk import RESOLUTION, Desk, Json, confirmed, recorded, resolved

AT = datetime(2026, 3, 4, 9, tzinfo=UTC)


def says_solved(complaint_id: str, number: int) -> SolutionConfirmed:
    return SolutionConfirmed(
        survey_id=new_id(), complaint_id=UUID(complaint_id), resolution_number=number, confirmed_at=AT
    )


def says_not(complaint_id: str, number: int) -> SolutionDenied:
    return SolutionDenied(survey_id=new_id(), complaint_id=UUID(complaint_id), resolution_number=number, denied_at=AT)


def says_nothing(complaint_id: str, number: int) -> SolutionAssumed:
    return SolutionAssumed(survey_id=new_id(), complaint_id=UUID(complaint_id), resolution_number=number, assumed_at=AT)


async def look(desk: Desk, complaint_id: str) -> Json:
    async with desk.system() as client:
        found: Json = (await client.get(f"/v1/complaints/{complaint_id}")).json()
    return found


async def test_recaps_are_confirmed_or_corrected(desk: Desk) -> None:
    """IN-10: a correction is a new version that holds; both stay; each word of the customer is an event."""
    async with desk.agent() as client:
        told = await recorded(client)
        url = f"/v1/complaints/{told['id']}/recaps"
        first = await client.post(url, json={"text": "green, not blue"})
        assert (first.status_code, first.json()["status"], first.json()["version"]) == (201, "proposed", 1)
        word = {"confirmed_by": "customer", "channel": "email", "correction": "teal, not blue"}
        corrected = await client.post(f"{url}/1/confirmation", json=word)
        assert corrected.json()["version"] == 2
        assert corrected.json()["status"] == "confirmed"
        again = await client.post(f"{url}/1/confirmation", json={"channel": "email"})
        assert again.status_code == 409
        listed = (await client.get(url, params={"limit": 1})).json()
        assert [one["status"] for one in listed["items"]] == ["corrected"]
        rest = (await client.get(url, params={"limit": 1, "cursor": listed["next"]})).json()
        assert [one["text"] for one in rest["items"]] == ["teal, not blue"]
        assert rest["next"] is None
        assert (await client.get(f"{url}/2")).json()["text"] == "teal, not blue"
        assert (await client.get(f"{url}/3")).status_code == 404
    assert [one["data"].get("recap_version") for one in await desk.published(told["id"])] == [None, 2]


async def test_the_story_grows_and_is_never_edited(desk: Desk) -> None:
    """IN-6: dated additions, verbatim; the narrative stays; the brief tells it all."""
    async with desk.agent() as client:
        told = await recorded(client)
        url = f"/v1/complaints/{told['id']}"
        await confirmed(client, told["id"])
        for text in (" first ", "second\n"):
            answer = await client.post(f"{url}/additions", json={"text": text, "channel": "phone"})
            assert (answer.status_code, answer.json()["text"]) == (201, text)
        listed = (await client.get(f"{url}/additions")).json()["items"]
        assert [one["text"] for one in listed] == [" first ", "second\n"]
        brief = (await client.get(f"{url}/brief")).json()
    assert brief["complaint_id"] == told["id"]
    assert [one["text"] for one in brief["additions"]] == [" first ", "second\n"]
    assert (brief["recap"]["version"], brief["recap"]["text"]) == (1, "green, not blue")
    assert brief["desired_resolution"] == {"kind": "exchange", "detail": "the blue coat"}
    assert brief["contacts_so_far"] == 4
    assert brief["status"] == "recorded"


async def test_a_resolution_answers_a_confirmed_recap(desk: Desk) -> None:
    """IN-10, IN-19: refused with what is missing; then resolved, not closed, with an event."""
    async with desk.agent() as client:
        told = await recorded(client)
        url = f"/v1/complaints/{told['id']}/resolution"
        early = await client.post(url, json=RESOLUTION)
        assert (early.status_code, early.json()["type"]) == (422, "/problems/resolution-incomplete")
        assert [one["pointer"] for one in early.json()["errors"]] == ["/recap_version"]
        odd = await client.post(url, json=RESOLUTION | {"cost": {"amount": "3"}})
        assert odd.status_code == 422
        assert {one["pointer"] for one in odd.json()["errors"]} == {"/cost/currency"}
        await confirmed(client, told["id"])
        unknown = await client.post(url, json=RESOLUTION | {"recap_version": 7})
        assert (unknown.status_code, unknown.json()["errors"][0]["pointer"]) == (422, "/recap_version")
        stale = await client.post(url, json=RESOLUTION, headers={"if-match": '"1"'})
        assert stale.status_code == 412
        whole = RESOLUTION | {"cost": {"amount": "7.90", "currency": "EUR"}}
        done = await client.post(url, json=whole)
        assert (done.status_code, done.json()["status"]) == (200, "resolved")
        twice = await client.post(url, json=whole)
        assert (twice.status_code, twice.json()["possible"]) == (409, ["close", "reopen", "part", "merge"])
    seen = await look(desk, told["id"])
    assert seen["resolution"]["recap_version"] == 1
    assert {name: seen["resolution"][name] for name in whole} == whole
    last = (await desk.published(told["id"]))[-1]
    assert last["type"] == "redress.intake.complaint.resolved.v1"
    assert (last["data"]["resolution_number"], last["aggregateversion"]) == (1, seen["version"])


@pytest.mark.parametrize("who", ["anonymous", "unreachable"])
async def test_who_cant_be_asked_is_not_waited_for(desk: Desk, who: str) -> None:
    """IN-10, IN-19: an anonymous or unreachable customer needs no confirmed recap, and no wish."""
    body = dict(RESOLUTION)
    async with desk.agent() as client:
        if who == "anonymous":
            told = await recorded(client, customer=None, anonymous=True, desired_resolution=None)
        else:
            told = await recorded(client, desired_resolution=None)
            body["customer_unreachable"] = "number disconnected, mail bounces"
        done = await client.post(f"/v1/complaints/{told['id']}/resolution", json=body)
    assert done.status_code == 200
    assert done.json()["resolution"]["recap_version"] is None


async def test_the_customers_word_or_silence_closes(desk: Desk) -> None:
    """IN-20: solved is not closed until followup says so, and how is kept."""
    for reaction, says, how in ((close_confirmed, says_solved, "confirmed"), (close_assumed, says_nothing, "silence")):
        async with desk.agent() as client:
            told = await recorded(client)
            await resolved(client, told["id"])
        await desk.hear(reaction, says(told["id"], 1), aggregate=new_id(), versions=[3])
        seen = await look(desk, told["id"])
        assert (seen["status"], seen["closed_how"]) == ("closed", how)
        last = (await desk.published(told["id"]))[-1]
        assert last["data"]["how"] == how
        assert last["correlationid"] == "test-correlation"


async def test_not_solved_reopens_and_old_answers_say_nothing(desk: Desk) -> None:
    """IN-20: the same owner, the next resolution number; an answer about the first is then overtaken."""
    async with desk.agent() as client:
        told = await recorded(client)
        await resolved(client, told["id"])
        await desk.hear(reopen_denied, says_not(told["id"], 1), aggregate=new_id(), versions=[3])
        seen = await look(desk, told["id"])
        assert (seen["status"], seen["reopened_times"], seen["owner_id"]) == ("reopened", 1, told["owner_id"])
        done = await client.post(f"/v1/complaints/{told['id']}/resolution", json=RESOLUTION)
        assert done.json()["resolution"]["number"] == 2
    before = (await look(desk, told["id"]), await desk.published(told["id"]))
    for reaction, says in ((reopen_denied, says_not), (close_confirmed, says_solved), (close_assumed, says_nothing)):
        await desk.hear(reaction, says(told["id"], 1), aggregate=new_id(), versions=[3])
    assert (await look(desk, told["id"]), await desk.published(told["id"])) == before


async def test_not_solved_wins_in_either_order(desk: Desk) -> None:
    """IN-20: silence assumed and "not solved" about one resolution end reopened, whichever is heard first."""
    for order in ((close_assumed, reopen_denied), (reopen_denied, close_assumed)):
        async with desk.agent() as client:
            told = await recorded(client)
            await resolved(client, told["id"])
        for reaction in order:
            says = says_nothing if reaction is close_assumed else says_not
            await desk.hear(reaction, says(told["id"], 1), aggregate=new_id(), versions=[3])
        assert (await look(desk, told["id"]))["status"] == "reopened"


async def test_answers_about_what_never_was_are_errors(desk: Desk) -> None:
    """IN-20: a resolution never given, or a complaint unknown, is not passed over in silence."""
    async with desk.agent() as client:
        told = await recorded(client)
    with pytest.raises(Conflict):
        await desk.hear(close_confirmed, says_solved(told["id"], 1), aggregate=new_id(), versions=[1])
    with pytest.raises(NotFound):
        await desk.hear(close_confirmed, says_solved(str(new_id()), 1), aggregate=new_id(), versions=[1])


async def test_the_owner_follows_the_case_in_any_order(desk: Desk) -> None:
    """IN-2, RO-4: the newest version of the case counts; older words, and repeated ones, change nothing."""
    async with desk.agent() as client:
        told = await recorded(client)
    case = UUID(told["id"])
    owners = [new_id(), new_id(), new_id()]
    words = [
        CaseAssigned(
            complaint_id=case, owner_id=owner, previous_owner_id=UUID(told["owner_id"]), how="handoff", assigned_at=AT
        )
        for owner in owners
    ]
    await desk.hear(follow_assignments, words[2], words[1], aggregate=case, versions=[3, 2])
    after = await look(desk, told["id"])
    assert (after["owner_id"], after["version"]) == (str(owners[2]), 2)
    await desk.hear(follow_assignments, words[0], words[2], aggregate=case, versions=[1, 3])
    assert await look(desk, told["id"]) == after


async def test_a_recap_is_minded_because_the_customer_reads_it(desk: Desk) -> None:
    """IN-10, IN-14: what should never be said is refused, what could be better is told."""
    async with desk.agent() as client:
        told = await recorded(client, language="en")
        url = f"/v1/complaints/{told['id']}/recaps"
        refused = await client.post(url, json={"text": "Based on our policy, the coat was green."})
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/text")
        made = await client.post(url, json={"text": "A green coat came because the system is down at times."})
        clean = await client.post(url, json={"text": "A green coat came instead of a blue one."})
    assert [one["rule"] for one in made.json()["wording"]] == ["system-down"]
    assert (clean.status_code, clean.json()["wording"]) == (201, [])
