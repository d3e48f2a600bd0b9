"""Offers and choices over the real edge."""

from __future__ import annotations

import asyncio
from uuid import UUID

import pytest
from sqlalchemy.exc import IntegrityError

from services.intake.commands import make_offer
from services.intake.commands.choose_option import ChooseOption, choose_option
from services.intake.domain.actor import Actor
from services.intake.domain.offer import ChosenBy, GivenChoice
from services.intake.domain.vocabulary import Channel
from services.intake.domain.wording.finding import Weight
from shared.kernel.ids import new_id
from tests.integration.intake.answers import (
    EXCHANGE,
    OFFER,
    REFUND,
    acknowledge_feeling,
    calm,
    change,
    frowning,
    let_expire,
    pointers,
)
from tests.integration.intake.desk import Desk, Json, recorded

CHOICE = {"option": 2, "said": "the money, please", "channel": "phone"}


async def test_several_options_are_put_and_one_is_chosen(desk: Desk) -> None:
    """IN-17: options with limits and how long each takes; who recorded the choice, when and how; an event of codes."""
    me = new_id()
    async with desk.agent(me) as client:
        told = await calm(client)
        url = f"/v1/complaints/{told}/offers"
        made = await client.post(url, json=OFFER)
        assert made.status_code == 201, made.text
        offer = made.json()
        assert made.headers["location"] == f"{url}/{offer['id']}"
        assert (offer["status"], offer["refused"], offer["wish_kind"]) == ("open", False, "exchange")
        assert [one | {"number": None} for one in offer["options"]] == [
            EXCHANGE | {"number": None, "value": None},
            REFUND | {"number": None},
        ]
        assert [one["number"] for one in offer["options"]] == [1, 2]
        assert offer["wording"] == []
        read = await client.get(made.headers["location"])
        assert (read.status_code, read.headers["etag"]) == (200, '"1"')
        assert read.json() | {"wording": []} == offer
        chosen = await client.post(f"{url}/{offer['id']}/choice", json=CHOICE)
        assert (chosen.status_code, chosen.json()["status"]) == (200, "chosen")
        kept = (await client.get(made.headers["location"])).json()
        assert kept == chosen.json()
        assert {name: kept["choice"][name] for name in CHOICE} == CHOICE
        assert (kept["choice"]["chosen_by"], kept["choice"]["recorded_by"]) == ("staff", f"test:{me}")
    last = (await desk.published(told))[-1]
    assert last["type"] == "redress.intake.complaint.offered.v1"
    assert (last["data"]["options"], last["data"]["refused"]) == (["exchange", "refund"], False)
    assert last["data"]["offer_id"] == offer["id"]


async def test_all_that_is_missing_is_one_refusal(desk: Desk) -> None:
    """IN-17, IN-8: an empty body, half an option, an unheard feeling: one answer names them all."""
    async with desk.agent() as client:
        told = (await recorded(client))["id"]
        url = f"/v1/complaints/{told}/offers"
        empty = await client.post(url, json={})
        assert (empty.status_code, empty.json()["type"]) == (422, "/problems/offer-incomplete")
        assert pointers(empty) == ["/options", "/wish_possible", "/feeling_acknowledged"]
        half = {"options": [EXCHANGE, {"kind": "exchange"}], "wish_possible": False}
        half |= {"expires_at": "2020-01-01T00:00:00Z"}
        assert pointers(await client.post(url, json=half)) == [
            "/options/1/detail",
            "/options/1/limits",
            "/options/1/how_long",
            "/why_not",
            "/options",
            "/expires_at",
            "/feeling_acknowledged",
        ]
        assert (await client.get(url)).json()["items"] == []
        await acknowledge_feeling(desk, told)
        assert (await client.post(url, json=OFFER)).status_code == 201


@pytest.mark.parametrize(
    ("options", "pointer"),
    [
        ([EXCHANGE | {"how_long": "soon"}], "/options/0/how_long"),
        ([EXCHANGE | {"how_long": "P1M"}], "/options/0/how_long"),
        ([EXCHANGE | {"kind": "revenge"}], "/options/0/kind"),
        ([EXCHANGE | {"value": {"amount": "-1", "currency": "EUR"}}], "/options/0/value/amount"),
        ([EXCHANGE | {"limits": "x" * 2001}], "/options/0/limits"),
        ([EXCHANGE] * 7, "/options"),
    ],
)
async def test_hostile_options_are_named(desk: Desk, options: object, pointer: str) -> None:
    """IN-17, SU-2: at most six options, in known kinds, plain durations and sane money."""
    async with desk.agent() as client:
        answer = await client.post(f"/v1/complaints/{await calm(client)}/offers", json=OFFER | {"options": options})
    assert answer.status_code == 422
    assert pointer in pointers(answer)


async def test_a_newer_offer_overtakes_the_open_one(desk: Desk) -> None:
    """IN-17: one is open at a time; a choice of another is a 409 that says what is current."""
    async with desk.agent() as client:
        url = f"/v1/complaints/{await calm(client)}/offers"
        first, second = [(await client.post(url, json=OFFER)).json()["id"] for _ in range(2)]
        late = await client.post(f"{url}/{first}/choice", json=CHOICE)
        assert (late.status_code, late.json()["type"]) == (409, "/problems/offer-not-open")
        assert (late.json()["offer_status"], late.json()["current_offer_id"]) == ("overtaken", second)
        await let_expire(desk, second)
        assert (await client.get(f"{url}/{second}")).json()["status"] == "expired"
        gone = await client.post(f"{url}/{second}/choice", json=CHOICE)
        assert (gone.status_code, gone.json()["offer_status"], gone.json()["current_offer_id"]) == (
            409,
            "expired",
            None,
        )
        third = (await client.post(url, json=OFFER)).json()["id"]
        none = await client.post(f"{url}/{third}/choice", json={"none_of_them": True, "channel": "email"})
        assert (none.status_code, none.json()["status"], none.json()["choice"]["option"]) == (200, "declined", None)
        again = await client.post(f"{url}/{third}/choice", json=CHOICE)
        assert (again.status_code, again.json()["offer_status"]) == (409, "declined")
        listed = (await client.get(url, params={"limit": 2})).json()
        rest = (await client.get(url, params={"limit": 2, "cursor": listed["next"]})).json()
    assert [(one["id"], one["status"]) for one in listed["items"] + rest["items"]] == [
        (first, "overtaken"),
        (second, "expired"),
        (third, "declined"),
    ]


async def test_a_choice_is_one_of_the_options_or_none(desk: Desk) -> None:
    """IN-17: what is missing or contradicts itself is named at once; another complaint's offer is not there."""
    async with desk.agent() as client:
        told = await calm(client)
        url = f"/v1/complaints/{told}/offers"
        offer = (await client.post(url, json=OFFER)).json()["id"]
        choice = f"{url}/{offer}/choice"
        assert pointers(await client.post(choice, json={})) == ["/channel", "/option"]
        assert pointers(await client.post(choice, json=CHOICE | {"none_of_them": True})) == ["/none_of_them"]
        assert pointers(await client.post(choice, json=CHOICE | {"option": 3})) == ["/option"]
        assert pointers(await client.post(choice, json=CHOICE | {"option": 7})) == ["/option"]
        other = f"/v1/complaints/{await calm(client)}/offers/{offer}"
        for answer in (await client.get(other), await client.post(f"{other}/choice", json=CHOICE)):
            assert (answer.status_code, answer.json()["type"]) == (404, "/problems/offer-not-found")
        assert (await client.get(f"{url}/{offer}")).json()["status"] == "open"


async def test_of_two_choices_at_once_one_stands(desk: Desk) -> None:
    """IN-17: the first is kept, the others are told which; the schema refuses a second one, and a second open offer."""
    async with desk.agent() as client:
        told = await calm(client)
        url = f"/v1/complaints/{told}/offers"
        offer = (await client.post(url, json=OFFER)).json()["id"]
        bodies = [CHOICE | {"option": 1 + number % 2} for number in range(4)]
        answers = await asyncio.gather(*(client.post(f"{url}/{offer}/choice", json=body) for body in bodies))
        assert sorted(one.status_code for one in answers) == [200, 409, 409, 409]
        won = next(one.json()["choice"]["option"] for one in answers if one.status_code == 200)
        assert {one.json()["chosen_option"] for one in answers if one.status_code == 409} == {won}
        offers = await asyncio.gather(*(client.post(url, json=OFFER) for _ in range(4)))
        assert {one.status_code for one in offers} == {201}
        standing = [one["status"] for one in (await client.get(url)).json()["items"]]
    assert sorted(standing) == ["chosen", "open", "overtaken", "overtaken", "overtaken"]
    with pytest.raises(IntegrityError, match="uq_offer_choice_offer_id"):
        await change(
            desk,
            "INSERT INTO offer_choice SELECT gen_random_uuid(), complaint_id, offer_id, 1, said, chosen_by, channel,"
            " recorded_by, chosen_at FROM offer_choice WHERE offer_id = :id",
            id=offer,
        )
    with pytest.raises(IntegrityError, match="uq_offer_complaint_id"):
        await change(desk, "UPDATE offer SET status = 'open' WHERE id = :id", id=offer)


async def test_a_repeated_request_offers_and_chooses_once(desk: Desk) -> None:
    """IN-17, SU-2: the same Idempotency-Key gives the first answer again, also when it would be a 409 by now."""
    async with desk.agent() as client:
        told = await calm(client)
        url = f"/v1/complaints/{told}/offers"

        async def twice(at: str, body: Json) -> Json:
            key = {"idempotency-key": new_id().hex}
            first, again = [await client.post(at, json=body, headers=key) for _ in range(2)]
            assert (again.status_code, again.json()) == (first.status_code, first.json())
            return dict(first.json())

        offer = await twice(url, OFFER)
        await twice(f"{url}/{offer['id']}/choice", CHOICE)
        assert [one["status"] for one in (await client.get(url)).json()["items"]] == ["chosen"]
    assert [one["type"].split(".")[3] for one in await desk.published(told)] == ["recorded", "offered"]


async def test_the_customers_own_page_chooses_with_the_same_command(desk: Desk) -> None:
    """IN-17: by the customer, through self-service; nobody else's word is needed."""
    async with desk.agent() as client:
        told = await calm(client)
        offer = (await client.post(f"/v1/complaints/{told}/offers", json=OFFER)).json()["id"]
        command = ChooseOption(
            complaint_id=UUID(told),
            offer_id=UUID(offer),
            given=GivenChoice(option=1, none_of_them=False, said=None, channel=Channel.SELF_SERVICE),
            by=ChosenBy.CUSTOMER,
            actor=Actor(subject="customer", staff_id=None, teams=None),
            now=desk.context.clock.now(),
        )
        async with desk.context.transactions.begin() as tx:
            await choose_option(command, tx)
        kept = (await client.get(f"/v1/complaints/{told}/offers/{offer}")).json()["choice"]
    assert (kept["chosen_by"], kept["channel"], kept["recorded_by"]) == ("customer", "self_service", "customer")


async def test_limits_are_minded(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """IN-14, IN-17: limits in plain words; a text that refuses is named beside what is missing."""
    monkeypatch.setattr(make_offer, "findings_in", frowning(Weight.REFUSE))
    async with desk.agent() as client:
        url = f"/v1/complaints/{await calm(client)}/offers"
        spoken = {"options": [EXCHANGE | {"limits": "As our policy says."}]}
        assert pointers(await client.post(url, json=OFFER | spoken)) == ["/options/0/limits"]
        both = await client.post(url, json=spoken)
        assert (both.json()["type"], pointers(both)) == (
            "/problems/offer-incomplete",
            ["/wish_possible", "/options/0/limits"],
        )


async def test_offers_answer_the_complaint_as_it_was_read(desk: Desk) -> None:
    """IN-17, SU-2: If-Match with an older version is a 412; what is closed is a 409 that names what is possible."""
    async with desk.agent() as client:
        told = await calm(client)
        url = f"/v1/complaints/{told}/offers"
        offer = (await client.post(url, json=OFFER, headers={"if-match": '"1"'})).json()["id"]
        assert (await client.post(url, json=OFFER, headers={"if-match": '"1"'})).status_code == 412
        await change(desk, "UPDATE complaint SET status = 'closed', closed_how = 'confirmed' WHERE id = :id", id=told)
        for at, body in ((url, OFFER), (f"{url}/{offer}/choice", CHOICE)):
            over = await client.post(at, json=body)
            assert (over.status_code, over.json()["possible"]) == (409, ["reopen"])
