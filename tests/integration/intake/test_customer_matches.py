"""Possible matches: found by the indexes, with their reasons, and never merged by themselves."""

from __future__ import annotations

import random

import httpx
import pytest
from sqlalchemy import text

from services.intake.domain.name_likeness import CONSONANTS
from shared.kernel.ids import new_id
from tests.integration.intake.desk import Desk, Json, recorded
from tests.integration.intake.registry import keeper
from tests.integration.intake.test_customers import customer, phone

Found = dict[str, tuple[str, list[str]]]


def surname() -> str:
    """A name that no other test has: consonants that are heard each for itself."""
    return "".join(consonant + "a" for consonant in random.SystemRandom().sample("bdfgklmnprstv", 8))


async def matches(client: httpx.AsyncClient, one: Json) -> Found:
    """Who matches: the strength and the reasons by the id of the person."""
    answer = await client.get(f"/v1/customers/{one['id']}/matches")
    assert answer.status_code == 200, answer.text
    return {each["customer_id"]: (each["strength"], each["reasons"]) for each in answer.json()["matches"]}


async def test_each_thing_in_common_is_a_reason(desk: Desk) -> None:
    """IN-3: phone, e-mail up to dots and plus, account, username, address, name; with how strongly they speak."""
    tag, name, number, account = new_id().hex, surname(), phone(), new_id().hex
    async with keeper(desk) as client:
        one = await customer(
            client,
            name=f"Ona {name}",
            email=f"o.na{tag}@example.lt",
            phone=number,
            account_number=account,
            username=f"ona{tag}",
            address=f"Gedimino pr. 1-{tag}, Vilnius",
        )
        cases: dict[str, tuple[dict[str, str], str, list[str]]] = {
            "mailbox": ({"email": f"ona{tag}+shop@EXAMPLE.lt"}, "likely", ["similar_email"]),
            "phone": ({"phone": number, "username": f"p{tag}"}, "likely", ["same_phone"]),
            "phone and name": (
                {"phone": number, "username": f"q{tag}", "name": f"{name.title()} Ona"},
                "strong",
                ["same_phone", "same_name"],
            ),
            "account": (
                {"account_number": account.upper(), "email": f"a{tag}@x.lt"},
                "strong",
                ["same_account_number"],
            ),
            "username": ({"username": f"ONA{tag}", "email": f"u{tag}@x.lt"}, "strong", ["same_username"]),
            "address": ({"address": f"GEDIMINO PR 1 {tag} Vilnius"}, "weak", ["same_address"]),
            "name": ({"name": f"ona {name.upper()}", "email": f"n{tag}@x.lt"}, "weak", ["same_name"]),
            "slip": ({"name": f"Ona {name[:6]}o{name[7:]}", "email": f"s{tag}@x.lt"}, "weak", ["similar_name"]),
        }
        expected = {}
        for label, (told, strength, reasons) in cases.items():
            expected[(await customer(client, **told))["id"]] = (strength, reasons), label
        for _ in range(3):
            await customer(client, name="Ona Somebody")
        found = await matches(client, one)
        assert found == {id_: case for id_, (case, _) in expected.items()}
        for id_ in expected:
            back = await matches(client, {"id": id_})
            assert back[one["id"]] == expected[id_][0]
            assert (await client.get(f"/v1/customers/{id_}")).json()["merged_into"] is None
        answer = (await client.get(f"/v1/customers/{one['id']}/matches")).json()["matches"]
        ranks = [["strong", "likely", "weak"].index(each["strength"]) for each in answer]
        assert ranks == sorted(ranks)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Γιώργος Παπαδόπουλος", "Giorgos Papadopoulos"),
        ("Χρήστος Ψαράς", "Christos Psaras"),
        ("Ευάγγελος Μπακόπουλος", "Evangelos Bakopoulos"),
        ("Θεόδωρος Ξενάκης", "Theodoros Xenakis"),
        ("محمد الخطيب", "Mohamed Al-Khatib"),
        ("فاطمة خالد", "Fatimah Khaled"),
        ("أحمد يوسف", "Ahmad Youssef"),
        ("Šarūnas Žukauskas", "Sharunas Zukauskas"),
        ("Živilė Jonaitienė", "Zivile Jonaitiene"),
        ("Jonas Petraitis", "Petraitis Jonas"),
        ("Jonas Petraitis", "Jonas Petratis"),
        ("Jonas Petraitis", "Jonas Pertaitis"),
        ("Jonas Petraitis", "Jonas Petkaitis"),
        ("Ona Strauß", "Ona Strauss"),
    ],
)
async def test_names_match_across_scripts_and_slips(desk: Desk, one: str, other: str) -> None:
    """IN-3: Greek, Arabic and Lithuanian names are found as they are written in Latin letters, and with a slip."""
    async with keeper(desk) as client:
        first, second = await customer(client, name=one), await customer(client, name=other)
        found = await matches(client, first)
        assert found[second["id"]][1] in (["same_name"], ["similar_name"])
        assert first["id"] in await matches(client, second)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Jonas Petraitis", "Petras Jonaitis"), ("Ona Li", "Ana Lee"), ("Smith", "Smyth"), ("Jonas", "Jonas Petraitis")],
)
async def test_other_names_do_not_match(desk: Desk, one: str, other: str) -> None:
    """IN-3: two people with something like each other's names are not suggested by name."""
    async with keeper(desk) as client:
        first, second = await customer(client, name=one), await customer(client, name=other)
        assert second["id"] not in await matches(client, first)


@pytest.mark.parametrize(
    "letters",
    [
        "bcdfghjklmnpqrstvwxyz ph th sh gh dh ch kh",
        "αβγδεζηθικλμνξοπρσςτυφχψω μπ ντ γγ",
        "ابتثجحخدذرزسشصضطظعغفقكلمنهويىءةؤئأإآ",
    ],
    ids=["Latin", "Greek", "Arabic"],
)
async def test_the_rule_varies_sounds_in_the_letters_that_sounds_have(desk: Desk, letters: str) -> None:
    """IN-3: what the database makes of the letters of our languages are the consonants of the rule, no others."""
    async with desk.context.transactions.begin() as tx:
        for letter in letters.split() + list(letters.replace(" ", "")):
            sound = (await tx.execute(text("SELECT sounds(:name)"), {"name": letter})).scalar_one()
            assert set(sound) <= set(CONSONANTS), letter


async def test_matches_are_only_whom_the_caller_may_see(desk: Desk) -> None:
    """SU-4, IN-3: of another team's customer neither the record, nor its name, nor that it is there."""
    number, team, secret = phone(), f"d-{new_id().hex}", surname()
    async with keeper(desk) as client:
        mine = await customer(client, phone=number, department=team)
        theirs = await customer(client, phone=number, username=new_id().hex, name=secret, department="cards")
        assert set(await matches(client, mine)) == {theirs["id"]}
    async with desk.agent(None, team) as agent:
        answer = await agent.get(f"/v1/customers/{mine['id']}/matches")
        assert answer.json() == {"matches": []}
        foreign = await agent.get(f"/v1/customers/{theirs['id']}/matches")
        missing = await agent.get(f"/v1/customers/{new_id()}/matches")
        assert foreign.status_code == missing.status_code == 404
        assert foreign.json()["detail"] == missing.json()["detail"]
        assert secret not in foreign.text


async def test_a_merged_record_matches_as_the_one_that_stands_for_it(desk: Desk) -> None:
    """IN-3: who was merged is suggested as one person, and not to themselves."""
    number = phone()
    async with keeper(desk) as client:
        one = await customer(client, phone=number)
        other = await customer(client, phone=number, username=new_id().hex)
        survivor = await customer(client)
        await client.post(f"/v1/customers/{other['id']}/merge", json={"into": survivor["id"]})
        (found,) = (await client.get(f"/v1/customers/{one['id']}/matches")).json()["matches"]
        assert (found["customer_id"], found["record_id"]) == (survivor["id"], other["id"])
        assert set(await matches(client, other)) == {one["id"]}
        await client.post(f"/v1/customers/{one['id']}/merge", json={"into": survivor["id"]})
        for each in (one, other, survivor):
            assert await matches(client, each) == {}


async def test_a_number_that_hundreds_share_is_bounded(desk: Desk) -> None:
    """IN-3: a switchboard's number lists a bounded number of people."""
    number = phone()
    async with keeper(desk) as client:
        one = await customer(client, phone=number)
        for _ in range(30):
            await recorded(client, customer={"phone": number, "username": new_id().hex})
        assert len(await matches(client, one)) == 25
