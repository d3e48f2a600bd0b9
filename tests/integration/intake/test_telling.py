"""Customers are told exactly once, whatever goes wrong on the way."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta
from itertools import chain
from uuid import UUID

import pytest

from services.intake.commands.tell_customers import ClaimBatch, claim_batch
from services.intake.domain.telling import DOUBT
from services.intake.storage import mail_allowance
from shared.kernel.ids import new_id
from shared.mail.trouble import MailDeferred, MailRefused, MailUncertain
from tests.integration.intake.desk import Desk, Json, recorded
from tests.integration.intake.kin import acted, family, lead, published
from tests.integration.intake.post import Office, Post


def email() -> str:
    return f"{new_id().hex}@example.lt"


async def taught(desk: Desk, *customers: Json) -> tuple[Json, list[Json]]:
    """The lesson of a family with one complaint of each customer, just published; and these complaints."""
    async with lead(desk) as client:
        ours = [await recorded(client, customer=who, department="telling") for who in customers]
        made = await family(client, ours)
        await acted(client, desk.context, made["id"])
        return await published(client, made["id"]), ours


async def test_two_workers_tell_nobody_twice(desk: Desk) -> None:
    """IN-21: many customers, several workers at once on the same lesson: one mail, one note for each."""
    office = Office(desk, Post())
    people = [email() for _ in range(35)]
    lesson, ours = await taught(desk, *({"email": one} for one in people))
    await asyncio.gather(*(office.work(lesson["id"]) for _ in range(4)))
    await office.work(lesson["id"])
    assert Counter(mail["To"].addresses[0].addr_spec for mail in office.post.mails) == dict.fromkeys(people, 1)
    assert {await office.told(one["id"]) for one in ours} == {1}
    assert len({mail["Message-ID"] for mail in office.post.mails}) == len(people)
    assert await office.due(lesson["id"]) is None


async def test_claims_of_two_workers_never_overlap(desk: Desk) -> None:
    """IN-21: at the same moment each gets others, and together they get everybody once."""
    lesson, _ = await taught(desk, *({"email": email()} for _ in range(25)))
    command = ClaimBatch(lesson_id=UUID(lesson["id"]), now=desk.context.clock.now() + timedelta(seconds=1))

    async def claimed() -> list[UUID]:
        async with desk.context.transactions.begin() as tx:
            _, batch = await claim_batch(command, tx)
            await asyncio.sleep(0.01)
        return [one.telling.id for one in batch]

    batches = await asyncio.gather(*(claimed() for _ in range(4)))
    everybody = [*chain(*batches), *await claimed(), *await claimed()]
    assert Counter(everybody).most_common(1)[0][1] == 1
    assert len(everybody) == 25


async def test_a_deferred_mail_goes_out_later(desk: Desk) -> None:
    """IN-21: what plainly did not go out is tried again, more and more slowly, and in the end it is for a person."""
    who = {"email": email(), "phone": "+37060012345"}
    office = Office(desk, Post({who["email"]: [MailDeferred("busy"), MailDeferred("busy")]}))
    lesson, (one,) = await taught(desk, who)
    for minutes, status in ((0, "waiting"), (1, "waiting"), (3, "waiting"), (5, "waiting"), (8, "sent")):
        office.later = timedelta(minutes=minutes)
        await office.work(lesson["id"])
        assert await office.statuses(lesson["id"]) == {one["id"]: status}
    assert len(office.post.to(who["email"])) == 1
    hopeless = {"email": email(), "phone": "+37060012345"}
    office = Office(desk, Post({hopeless["email"]: [MailDeferred("busy")] * 99}))
    lesson, (one,) = await taught(desk, hopeless)
    for hours in range(60):
        office.later = timedelta(hours=hours)
        await office.work(lesson["id"])
    assert await office.statuses(lesson["id"]) == {one["id"]: "by_person"}


@pytest.mark.parametrize("phone", ["+37060012345", None])
async def test_who_has_no_mail_is_told_by_a_person_or_nobody(desk: Desk, phone: str | None) -> None:
    """IN-21: a refused address, or none, is for a person where there is another way, else unreachable."""
    refused = {"email": email()} | ({"phone": phone} if phone else {})
    without = {"username": new_id().hex} | ({"phone": phone} if phone else {})
    office = Office(desk, Post({refused["email"]: [MailRefused("550")]}))
    lesson, ours = await taught(desk, refused, without)
    await office.work(lesson["id"])
    status = "by_person" if phone else "unreachable"
    assert await office.statuses(lesson["id"]) == {one["id"]: status for one in ours}
    assert await office.due(lesson["id"]) is None
    async with lead(desk) as client:
        url = f"/v1/families/{lesson['family_id']}/tellings"
        listed = (await client.get(url, params={"status": status})).json()["items"]
        assert {one["complaint_id"] for one in listed} == {one["id"] for one in ours}
        settle = f"{url}/{listed[0]['id']}/completion"
        done = await client.post(settle, json={"channel": "phone"})
        if phone is None:
            assert done.status_code == 409
            return
        assert (done.status_code, done.json()["status"], done.json()["channel"]) == (200, "told", "phone")
        assert (await client.post(settle, json={"channel": "phone"})).status_code == 409
        assert await office.told(listed[0]["complaint_id"]) == 1
        assert (await client.post(f"{url}/{new_id()}/completion", json={"channel": "phone"})).status_code == 404
    async with lead(desk, "elsewhere") as client:
        foreign = f"{url}/{listed[1]['id']}/completion"
        assert (await client.post(foreign, json={"channel": "phone"})).status_code == 404
        assert (await client.get(url)).status_code == 404


async def test_what_may_have_gone_out_is_never_repeated(desk: Desk) -> None:
    """IN-21: an uncertain mail, and a worker that died in the middle, are for a person to decide about."""
    uncertain, lost = {"email": email()}, {"email": email()}
    office = Office(desk, Post({uncertain["email"]: [MailUncertain("no answer")]}))
    lesson, (one,) = await taught(desk, uncertain)
    await office.work(lesson["id"])
    assert await office.statuses(lesson["id"]) == {one["id"]: "unknown"}
    cut, (two,) = await taught(desk, lost)
    office.later = timedelta(seconds=1)
    async with desk.context.transactions.begin() as tx:
        await claim_batch(ClaimBatch(lesson_id=UUID(cut["id"]), now=office.context.clock.now()), tx)
    for later, status in ((DOUBT / 2, "sending"), (DOUBT * 2, "unknown"), (DOUBT * 999, "unknown")):
        office.later = later
        await office.work(cut["id"])
        await office.work(lesson["id"])
        assert await office.statuses(cut["id"]) == {two["id"]: status}
    assert office.post.mails == []
    async with lead(desk) as client:
        url = f"/v1/families/{cut['family_id']}/tellings"
        (listed,) = (await client.get(url)).json()["items"]
        done = await client.post(f"{url}/{listed['id']}/completion", json={"channel": "letter"})
        assert done.json()["status"] == "told"


async def test_who_we_parted_with_and_who_was_erased_hear_nothing(desk: Desk) -> None:
    """IN-21, IN-23, SU-5: neither before nor after publishing."""
    before, after, erased, stays = ({"email": email()} for _ in range(4))
    office = Office(desk, Post())
    pool = desk.context.database.pool
    async with lead(desk) as client:
        ours = [await recorded(client, customer=who, department="telling") for who in (before, after, erased, stays)]
        other = await recorded(client, customer=before, department="telling")
        await pool.execute("UPDATE complaint SET status = 'parted' WHERE id = $1", UUID(other["id"]))
        made = await family(client, ours)
        await acted(client, desk.context, made["id"])
        lesson = await published(client, made["id"])
    assert lesson["customers_to_tell"] == 3
    await pool.execute("UPDATE complaint SET status = 'parted' WHERE id = $1", UUID(ours[1]["id"]))
    await pool.execute("UPDATE customer SET name = NULL, email = NULL WHERE email = $1", erased["email"])
    await office.work(lesson["id"])
    assert [mail["To"].addresses[0].addr_spec for mail in office.post.mails] == [stays["email"]]
    statuses = await office.statuses(lesson["id"])
    assert [statuses.get(one["id"]) for one in ours] == [None, "withdrawn", "unreachable", "sent"]


async def test_two_records_that_became_one_person_are_told_once(desk: Desk) -> None:
    """IN-21, IN-3: customers merged between publishing and sending get one mail."""
    office = Office(desk, Post())
    lesson, (one, two) = await taught(desk, {"email": email()}, {"email": email()})
    await desk.context.database.pool.execute(
        "UPDATE complaint SET customer_id = (SELECT customer_id FROM complaint WHERE id = $1) WHERE id = $2",
        UUID(one["id"]),
        UUID(two["id"]),
    )
    await office.work(lesson["id"])
    assert len(office.post.mails) == 1
    assert await office.statuses(lesson["id"]) == {one["id"]: "sent", two["id"]: "withdrawn"}
    assert (await office.told(one["id"]), await office.told(two["id"])) == (1, 1)


async def test_two_records_that_become_a_third_are_told_once(desk: Desk) -> None:
    """IN-21: whoever they turn out to be while the lesson waits, one mail reaches them, in one batch or in two."""
    office = Office(desk, Post())
    mails = [f"{new_id().hex}@example.lt" for _ in range(3)]
    async with lead(desk) as client, desk.caller(roles=["admin"]) as admin:
        *ours, third = [await recorded(client, customer={"email": one}, department="telling") for one in mails]
        made = await family(client, ours)
        await acted(client, desk.context, made["id"])
        lesson = await published(client, made["id"])
        for one in ours:
            merged = await admin.post(
                f"/v1/customers/{one['customer']['id']}/merge", json={"into": third["customer"]["id"]}
            )
            assert merged.status_code == 200
        await office.work(lesson["id"])
    assert [str(one["To"]) for one in office.post.mails].count(mails[2]) <= 1
    assert len(office.post.mails) == 1


async def test_an_unproven_address_waits_its_hour(desk: Desk) -> None:
    """IN-1, IN-21: it was acknowledged just now, so the lesson comes later; nobody is flooded by us."""
    office = Office(desk, Post())
    address = email()
    lesson, (ours,) = await taught(desk, {"email": address})
    async with desk.context.transactions.begin() as tx:
        assert await mail_allowance.claim(address, tx, now=desk.context.clock.now()) is None
    await office.work(lesson["id"])
    assert await office.statuses(lesson["id"]) == {ours["id"]: "waiting"}
    assert office.post.mails == []
    due = await office.due(lesson["id"])
    assert due is None or due.due_at > desk.context.clock.now() + timedelta(minutes=50)
    office.later = timedelta(hours=1, minutes=1)
    await office.work(lesson["id"])
    assert await office.statuses(lesson["id"]) == {ours["id"]: "sent"}
