"""Customers are found and corrected."""

from __future__ import annotations

import asyncio
import random
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from services.intake.queries import customer_list
from shared.kernel.ids import new_id
from tests.integration.intake.desk import Desk, Json, recorded
from tests.integration.intake.registry import keeper


def phone() -> str:
    """A number that no other test has."""
    return f"+3706{random.SystemRandom().randrange(10**9):09}"


async def customer(client: httpx.AsyncClient, *, department: str = "deliveries", **told: str) -> Json:
    """A customer who complained once, as they are shown."""
    known = {"email": f"{new_id().hex}@example.lt"} if not set(told) - {"name"} else {}
    id_ = (await recorded(client, customer=known | told, department=department))["customer"]["id"]
    found: Json = (await client.get(f"/v1/customers/{id_}")).json()
    return found


async def found(client: httpx.AsyncClient, **asked: str) -> list[str]:
    """The ids that a search finds, over all its pages."""
    ids: list[str] = []
    cursor: str | None = None
    while True:
        answer = await client.get("/v1/customers", params=asked | ({"cursor": cursor} if cursor else {}))
        assert answer.status_code == 200, answer.text
        ids += [one["id"] for one in answer.json()["items"]]
        cursor = answer.json()["next"]
        if cursor is None:
            return ids


async def correct(client: httpx.AsyncClient, one: Json, **changes: Any) -> httpx.Response:
    """A PATCH with the version that was read."""
    return await client.patch(f"/v1/customers/{one['id']}", json=changes, headers={"if-match": f'"{one["version"]}"'})


async def test_an_identifier_finds_its_customer_in_any_spelling(desk: Desk) -> None:
    """IN-3: e-mail and names of accounts without case, a phone as people write it; another identifier finds nobody."""
    number, account, username = phone(), f"LT-{new_id().hex}", f"Ona.{new_id().hex}"
    email = f"Ona.{new_id().hex}@example.lt"
    async with keeper(desk) as client:
        one = await customer(client, email=email, phone=number, account_number=account, username=username)
        spelt = f"00{number[1:4]} ({number[4:7]}) {number[7:]}"
        for asked in (
            {"email": email.upper()},
            {"phone": number},
            {"phone": spelt},
            {"account_number": account.lower()},
            {"username": username.upper()},
            {"email": email, "phone": number},
        ):
            assert await found(client, **asked) == [one["id"]], asked
        for asked in (
            {"email": email.replace(".", "", 1)},
            {"phone": phone()},
            {"account_number": account[:-1]},
            {"email": email, "phone": phone()},
        ):
            assert await found(client, **asked) == [], asked
        odd = await client.get("/v1/customers", params={"phone": "861234567"})
        assert (odd.status_code, odd.json()["errors"][0]["pointer"]) == (422, "phone")


@pytest.mark.parametrize("looked_through", [500, 1])
async def test_a_name_is_found_by_the_beginnings_of_its_words(
    desk: Desk, looked_through: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """IN-3: any order, any case, with or without accents, among the newest and by the index beyond them."""
    monkeypatch.setattr(customer_list, "_NEWEST", looked_through)
    tag = "".join(random.SystemRandom().choice("bdfgklmnprstvz") for _ in range(12))
    async with keeper(desk) as client:
        ona = await customer(client, name=f"Živilė-Ona O'{tag.title()}ienė")
        giorgos = await customer(client, name=f"Γιώργος ΠΑΠΑΣ {tag}")
        for _ in range(3):
            await customer(client, name="Somebody Else")
        for asked in (f"ona o{tag}", f"ŽIVILĖ O’{tag}", f"{'o' + tag}iene ziv", f"o{tag}ienė"):
            assert await found(client, name=asked) == [ona["id"]], asked
        for asked in (f"γιωργος {tag}", f"παπας {tag[:6]}", f"ΓΙΏΡΓΟΣ {tag}"):
            assert await found(client, name=asked) == [giorgos["id"]], asked
        assert await found(client, name=f"petras {tag}") == []
        for odd in ("''", "\\\\", "& | !", ":*", "--", "%_", "((", "a:*&b"):
            await found(client, name=odd, limit="200")


async def test_pages_hold_each_customer_once_newest_first(desk: Desk) -> None:
    """IN-3, SU-2: keyset pages of a search and of the plain list, which leaves out what was merged away."""
    tag = new_id().hex
    async with keeper(desk) as client:
        ids = [(await customer(client, name=f"Ona {tag}"))["id"] for _ in range(5)]
        assert await found(client, name=tag, limit="2") == ids[::-1]
        await client.post(f"/v1/customers/{ids[0]}/merge", json={"into": ids[1]})
        assert await found(client, name=tag, limit="2") == ids[::-1]
        listed = (await client.get("/v1/customers", params={"limit": 6})).json()["items"]
        assert [one["id"] for one in listed][:4] == ids[:0:-1]
        gone = (await client.get("/v1/customers", params={"name": tag})).json()["items"][-1]
        assert gone["survivor_id"] == ids[1]


async def test_an_agent_finds_only_customers_of_their_team(desk: Desk) -> None:
    """SU-4, IN-3: whatever is asked, plain lists included; also not the history of what was corrected."""
    tag, team = new_id().hex, f"d-{new_id().hex}"
    async with keeper(desk) as client:
        theirs = await customer(client, name=f"Ona {tag}", email=f"{tag}@example.lt", department="cards")
        mine = await customer(client, name=f"Jonas {tag}", department=team)
    async with desk.agent(None, team) as agent:
        assert await found(agent, name=tag) == [mine["id"]]
        assert await found(agent, email=f"{tag}@example.lt") == []
        assert await found(agent) == [mine["id"]]
        for one in (theirs, {"id": str(new_id()), "version": 1}):
            assert (await correct(agent, one, name="X")).status_code == 404
            assert (await agent.get(f"/v1/customers/{one['id']}/changes")).status_code == 404
        assert (await correct(agent, mine, name="Jonas")).status_code == 200
    async with desk.caller(scopes=["customers:read"]) as reader:
        assert (await correct(reader, mine, name="X")).status_code == 403


async def test_details_are_corrected_and_what_they_were_is_kept(desk: Desk) -> None:
    """IN-3: only what is named changes, null takes away; who changed what and when; the new key finds the record."""
    email, better = f"{new_id().hex}@example.lt", f"{new_id().hex}@example.lt"
    async with keeper(desk) as client:
        one = await customer(client, name="Ona", email=email, address="Vilnius")
        done = await correct(client, one, email=better, address=None, phone="+370 (612) 34567", language="LT")
        assert (done.status_code, done.headers["etag"]) == (200, '"2"')
        now = done.json()
        told = [now[name] for name in ("name", "email", "address", "phone", "language", "version")]
        assert told == ["Ona", better, None, "+37061234567", "lt", 2]
        same = await correct(client, now, email=better, name="Ona")
        assert (same.status_code, same.json()["version"]) == (200, 2)
        (change,) = (await client.get(f"/v1/customers/{one['id']}/changes")).json()["items"]
        assert change["fields"] == ["address", "email", "language", "phone"]
        assert change["before"] == {"address": "Vilnius", "email": email, "language": None, "phone": None}
        assert change["changed_by"] == "test:system"
        again = await recorded(client, customer={"email": better})
        assert again["customer"] == {"id": one["id"], "returning": True}
        anew = await recorded(client, customer={"email": email})
        assert anew["customer"]["returning"] is False


async def test_a_correction_names_the_version_and_leaves_a_way_to_reach_them(desk: Desk) -> None:
    """IN-3, SU-2: 428 without If-Match, 412 with an old one, of two at once one; 422 for what can't be a customer."""
    async with keeper(desk) as client:
        one = await customer(client)
        url = f"/v1/customers/{one['id']}"
        assert (await client.patch(url, json={"name": "X"})).status_code == 428
        both = await asyncio.gather(correct(client, one, name="A"), correct(client, one, name="B"))
        assert sorted(each.status_code for each in both) == [200, 412]
        now = (await client.get(url)).json()
        for change, pointer in (
            ({}, ""),
            ({"email": None}, ""),
            ({"email": "ona(at)example.lt"}, "/email"),
            ({"phone": "861234567"}, "/phone"),
            ({"vip": True}, "/vip"),
            ({"name": "\x00"}, "/name"),
            ({"time_zone": "Mars/Olympus"}, "/time_zone"),
        ):
            answer = await correct(client, now, **change)
            assert answer.status_code == 422, change
            assert pointer in [each["pointer"] for each in answer.json()["errors"]], change
        assert (await client.get(url)).json() == now


async def test_another_records_identifier_suggests_a_merge(desk: Desk) -> None:
    """IN-3: a 409 that names the other record only to who may see it; once they are merged, both keys stay."""
    email, team = f"{new_id().hex}@example.lt", f"d-{new_id().hex}"
    async with keeper(desk) as client:
        one = await customer(client, department=team)
        other = await customer(client, email=email, department="cards")
        clash = await correct(client, one, email=email)
        assert (clash.status_code, clash.json()["type"]) == (409, "/problems/identifier-taken")
        assert clash.json()["merge_with"] == other["id"]
        async with desk.agent(None, team) as agent:
            hidden = await correct(agent, one, email=email)
            assert hidden.status_code == 409
            assert other["id"] not in hidden.text
        assert (await client.get(f"/v1/customers/{one['id']}")).json() == one
        await client.post(f"/v1/customers/{other['id']}/merge", json={"into": one["id"]})
        now = (await client.get(f"/v1/customers/{one['id']}")).json()
        gone = (await client.get(f"/v1/customers/{other['id']}")).json()
        away = await correct(client, gone, name="X")
        assert (away.status_code, away.json()["survivor_id"]) == (409, one["id"])
        assert (await correct(client, now, email=email)).status_code == 200
        for known in (one["email"], email):
            told = await recorded(client, customer={"email": known})
            assert told["customer"] == {"id": one["id"], "returning": True}


async def test_no_search_for_customers_walks_the_table(desk: Desk) -> None:
    """IN-3, SU-2: every way to find a customer has an index to begin at."""
    async with keeper(desk) as client:
        await customer(client)
    conditions = (
        "TRUE",
        "email IS NOT NULL AND mailbox(email) = mailbox('a@example.lt')",
        "phone = '+37060000000'",
        "account_number IS NOT NULL AND lower(account_number) = lower('A')",
        "username IS NOT NULL AND lower(username) = lower('A')",
        "address IS NOT NULL AND md5(folded(address)) = md5(folded('A'))",
        "name IS NOT NULL AND name_lexemes(name) @@ name_query(folded('ona jon'))",
        "survivor_id = gen_random_uuid()",
        "merged_into = gen_random_uuid()",
    )
    async with desk.context.transactions.begin() as tx:
        await tx.execute(text("SET LOCAL enable_seqscan = off"))
        for condition in conditions:
            statement = f"EXPLAIN SELECT id FROM customer WHERE {condition} ORDER BY id DESC LIMIT 25"
            plan = "\n".join(line for (line,) in await tx.execute(text(statement)))
            assert "Seq Scan" not in plan, plan
