"""Root causes: one aspect, from facts that are in; no blame before an investigation with a hearing."""

from __future__ import annotations

from uuid import UUID

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from shared.kernel.ids import new_id
from tests.integration.intake.desk import Desk, Json, recorded

ASPECT = {"aspect": "the greeting at the counter", "explanation": "Nobody had been told that the counter moved."}
HEARD = {
    "finding": "They were short with the customer.",
    "evidence": "the recording of the call",
    "heard_staff": True,
    "what_they_said": "I was alone at the counter that day.",
}


async def concluded(client: httpx.AsyncClient, complaint_id: str, **changes: object) -> httpx.Response:
    body = {"cause": "process"} | ASPECT | changes
    return await client.post(f"/v1/complaints/{complaint_id}/root-cause", json=body)


async def opened(client: httpx.AsyncClient, complaint_id: str, about: UUID | str | None = None) -> str:
    body = {"question": "What was said?"} | ({"about_staff_id": str(about)} if about else {})
    answer = await client.post(f"/v1/complaints/{complaint_id}/investigations", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def closed(client: httpx.AsyncClient, complaint_id: str, investigation: str, **changes: object) -> httpx.Response:
    url = f"/v1/complaints/{complaint_id}/investigations/{investigation}/conclusion"
    body = {name: value for name, value in (HEARD | changes).items() if value is not None}
    return await client.post(url, json=body)


def parts(answer: httpx.Response) -> list[str]:
    """What a refused conclusion says is missing, in order."""
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/cause-not-ready"), answer.text
    told = answer.json()
    assert len(told["missing"]) == len(told["parts"])
    assert [one["detail"] for one in told["errors"]][: len(told["missing"])] == told["missing"]
    return [one["part"] for one in told["parts"]]


async def test_a_cause_is_concluded_and_concluded_again(desk: Desk) -> None:
    """IN-12: on the complaint, with an event; the newest holds; a stale author is told."""
    async with desk.agent() as client:
        told = await recorded(client)
        url = f"/v1/complaints/{told['id']}/root-cause"
        assert (await client.get(url)).status_code == 404
        for cause in ("unknown", "process"):
            answer = await concluded(client, told["id"], cause=cause)
            assert answer.status_code == 201, answer.text
            assert answer.json()["root_cause"]["cause"] == cause
        assert answer.headers["etag"] == '"3"'
        held = (await client.get(url)).json()
        assert (held["cause"], held["aspect"]) == ("process", ASPECT["aspect"])
        stale = await client.post(url, json={"cause": "price"} | ASPECT, headers={"if-match": '"2"'})
        assert stale.status_code == 412
    last = (await desk.published(told["id"]))[-1]
    assert (last["data"]["root_cause"], last["aggregateversion"]) == ("process", 3)


async def test_nothing_is_concluded_before_the_facts_are_in(desk: Desk) -> None:
    """IN-7, IN-12: one 422 with every open question, unchecked claim, the investigation and the hearing."""
    async with desk.agent() as client:
        told = await recorded(client)
        url = f"/v1/complaints/{told['id']}"
        question = (await client.post(f"{url}/questions", json={"text": "Who was at the counter?"})).json()
        claim = (await client.post(f"{url}/statements", json={"text": "They laughed.", "source": "customer"})).json()
        refused = await concluded(client, told["id"], cause="staff_attitude", aspect="everything about them")
        assert parts(refused) == ["open_question", "unchecked_claim", "investigation", "hearing"]
        assert [one["id"] for one in refused.json()["parts"][:2]] == [question["id"], claim["id"]]
        pointers = [one["pointer"] for one in refused.json()["errors"]]
        assert pointers == ["/cause", "/cause", "/investigation_id", "/investigation_id", "/aspect"]
        assert "Who was at the counter?" in refused.json()["missing"][0]
        assert parts(await concluded(client, told["id"])) == ["open_question", "unchecked_claim"]
        await client.post(f"{url}/questions/{question['id']}/answer", json={"text": "Jonas", "source": "rota"})
        await client.post(f"{url}/statements/{claim['id']}/verdict", json={"status": "refuted", "source": "video"})
        assert (await concluded(client, told["id"])).status_code == 201


async def test_blame_needs_an_investigation_in_which_the_person_was_heard(desk: Desk) -> None:
    """IN-12: open blocks, unheard blocks, another complaint's does not count; heard and concluded it stands."""
    async with desk.agent() as client:
        told, other = await recorded(client), await recorded(client)
        elsewhere = await opened(client, other["id"])
        assert (await closed(client, other["id"], elsewhere)).status_code == 200
        blame = {"cause": "staff_attitude", "investigation_id": elsewhere}
        assert parts(await concluded(client, told["id"], **blame)) == ["investigation", "hearing"]
        mine = await opened(client, told["id"])
        blame["investigation_id"] = mine
        assert parts(await concluded(client, told["id"], **blame)) == ["conclusion", "hearing"]
        unheard = await closed(client, told["id"], mine, heard_staff=False, what_they_said=None)
        assert (unheard.status_code, unheard.headers["etag"]) == (200, '"2"')
        assert parts(await concluded(client, told["id"], **blame)) == ["hearing"]
        again = await opened(client, told["id"])
        assert parts(await concluded(client, told["id"], **blame)) == ["conclusion", "hearing"]
        assert (await closed(client, told["id"], again)).json()["what_they_said"] == HEARD["what_they_said"]
        blame["investigation_id"] = again
        done = await concluded(client, told["id"], **blame)
        assert (done.status_code, done.json()["root_cause"]["investigation_id"]) == (201, again)
        listed = (await client.get(f"/v1/complaints/{told['id']}/investigations")).json()["items"]
    assert [one["id"] for one in listed] == [mine, again]


async def test_naming_a_person_as_the_cause_is_blame(desk: Desk) -> None:
    """IN-5, IN-12: by a staff link, whatever the cause is called; the investigation is about that person."""
    person, somebody = str(new_id()), str(new_id())
    async with desk.agent() as client:
        told, other = await recorded(client), await recorded(client)
        url = f"/v1/complaints/{told['id']}"
        links = {}
        for kind, reference in (("staff", person), ("product", "coat")):
            answer = await client.post(f"{url}/links", json={"kind": kind, "reference": reference})
            links[kind] = answer.json()["id"]
        foreign = await concluded(client, other["id"], link_id=links["product"])
        assert (foreign.status_code, foreign.json()["errors"][0]["pointer"]) == (422, "/link_id")
        assert parts(await concluded(client, told["id"], link_id=links["staff"])) == ["investigation", "hearing"]
        wrong = await opened(client, told["id"], somebody)
        await closed(client, told["id"], wrong)
        blame = {"link_id": links["staff"], "investigation_id": wrong}
        assert parts(await concluded(client, told["id"], **blame)) == ["investigation"]
        right = await opened(client, told["id"], person)
        await closed(client, told["id"], right)
        done = await concluded(client, told["id"], link_id=links["staff"], investigation_id=right)
        assert done.status_code == 201, done.text
        assert (done.json()["root_cause"]["named_kind"], done.json()["root_cause"]["named_reference"]) == (
            "staff",
            person,
        )
        thing = await concluded(client, told["id"], cause="product", link_id=links["product"])
        assert (thing.status_code, thing.json()["root_cause"]["named_reference"]) == (201, "coat")


async def test_nobody_investigates_themselves(desk: Desk) -> None:
    """IN-12: a 403, for opening and for concluding."""
    person = new_id()
    async with desk.agent(person) as them, desk.agent() as client:
        told = await recorded(client)
        url = f"/v1/complaints/{told['id']}/investigations"
        own = await them.post(url, json={"question": "What did I say?", "about_staff_id": str(person)})
        assert (own.status_code, own.json()["type"]) == (403, "/problems/own-investigation")
        investigation = await opened(client, told["id"], person)
        assert (await closed(them, told["id"], investigation)).status_code == 403
        assert (await closed(client, told["id"], investigation)).status_code == 200
        twice = await closed(client, told["id"], investigation)
    assert (twice.status_code, twice.json()["type"]) == (409, "/problems/investigation-concluded")


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"what_they_said": None}, "/what_they_said"),
        ({"heard_staff": False}, "/what_they_said"),
        ({"heard_staff": None}, "/heard_staff"),
        ({"finding": " "}, "/finding"),
        ({"evidence": None}, "/evidence"),
    ],
)
async def test_a_conclusion_without_its_parts_is_refused(desk: Desk, changes: Json, pointer: str) -> None:
    """IN-12: heard means what they said; a finding stands on evidence; the investigation stays open."""
    async with desk.agent() as client:
        told = await recorded(client)
        investigation = await opened(client, told["id"])
        answer = await closed(client, told["id"], investigation, **changes)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer), answer.text
        listed = (await client.get(f"/v1/complaints/{told['id']}/investigations")).json()["items"]
    assert [one["concluded_at"] for one in listed] == [None]


async def test_a_cause_is_one_aspect_in_short(desk: Desk) -> None:
    """IN-12: not the whole service, not an essay, not nothing."""
    async with desk.agent() as client:
        told = await recorded(client)
        for changes, pointer in (
            ({"aspect": "the whole service"}, "/aspect"),
            ({"aspect": "x" * 201}, "/aspect"),
            ({"aspect": ""}, "/aspect"),
            ({"cause": "bad luck"}, "/cause"),
            ({"explanation": None}, "/explanation"),
            ({"investigation_id": str(new_id())}, "/investigation_id"),
            ({"investigation_id": "7"}, "/investigation_id"),
        ):
            answer = await concluded(client, told["id"], **changes)
            assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer), answer.text
        assert (await client.get(f"/v1/complaints/{told['id']}")).json()["version"] == 1


async def test_foreign_causes_answer_like_missing_ones(desk: Desk) -> None:
    """IN-12, SU-4: another team's complaint, another complaint's investigation."""
    async with desk.agent(None, "deliveries") as mine, desk.agent(None, "returns") as theirs:
        told, other = await recorded(mine), await recorded(mine)
        investigation = await opened(mine, told["id"])
        assert (await concluded(theirs, told["id"])).status_code == 404
        assert (await closed(theirs, told["id"], investigation)).status_code == 404
        assert (await closed(mine, other["id"], investigation)).status_code == 404
        for path in ("investigations", "root-cause"):
            assert (await theirs.get(f"/v1/complaints/{told['id']}/{path}")).status_code == 404


async def test_the_database_itself_refuses_blame_without_an_investigation(desk: Desk) -> None:
    """IN-12: the schema has the last word."""
    async with desk.agent() as client:
        told = await recorded(client)
    with pytest.raises(IntegrityError, match="ck_root_cause_blame"):
        async with desk.context.transactions.begin() as tx:
            await tx.execute(
                text(
                    "INSERT INTO root_cause (id, complaint_id, cause, aspect, explanation, concluded_by, concluded_at)"
                    " VALUES (gen_random_uuid(), :id, 'staff_attitude', 'x', 'y', 'test', now())"
                ),
                {"id": told["id"]},
            )
