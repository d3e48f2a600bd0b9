"""Promises over HTTP: made within one's authority, kept, told late in time, or broken silently."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from shared.contracts.routing import PromiseBroken, PromiseDelayed, PromiseKept, PromiseMade
from shared.kernel.ids import new_id
from tests.integration.routing.desk import Desk
from tests.integration.routing.ledger_scene import EUR_500, Ledgers, open_ledgers

HOUR = timedelta(hours=1)


@pytest.fixture
async def ledgers(desk: Desk) -> Ledgers:
    return await open_ledgers(desk)


async def test_a_promise_is_kept_on_record_and_said_without_words(ledgers: Ledgers) -> None:
    """RO-8: who, what, due; the event has no words of it."""
    made = await ledgers.promise(kind="remedy", remedy="refund", amount="50.00", currency="EUR")
    assert made.status_code == 201, made.text
    shown = await ledgers.desk.client.get(made.headers["location"], headers=ledgers.who())
    promise = shown.json()
    assert {name: promise[name] for name in made.json()} == made.json()
    assert (promise["made_by"], promise["amount"], promise["status"]) == (str(ledgers.agent), "50.00", "open")
    assert [(step["what"], step["told"]) for step in promise["steps"]] == [("made", None)]
    (event,) = await ledgers.desk.published(PromiseMade)
    assert (event["amount"], event["currency"], event["staff_id"]) == ("50.00", "EUR", str(ledgers.agent))
    assert "call" not in str(event)


async def test_beyond_ones_authority_the_answer_says_who_could_grant_it(ledgers: Ledgers) -> None:
    """RO-8: a 422, nothing stored, and the lowest who could is named first."""
    lead = await ledgers.desk.hire("lead", authority=EUR_500, name="Rasa")
    senior = await ledgers.desk.hire("senior", authority=EUR_500, name="Jonas")
    refused = await ledgers.promise(kind="remedy", remedy="refund", amount="50.01", currency="EUR")
    problem = refused.json()
    assert (refused.status_code, problem["errors"][0]["pointer"]) == (422, "/amount")
    assert problem["who_could_grant"] == [
        {"id": str(senior), "name": "Jonas", "level": "senior", "here": True},
        {"id": str(lead), "name": "Rasa", "level": "lead", "here": True},
    ]
    assert await ledgers.desk.rows("promise", "promise_step") == [[], []]
    by_lead = await ledgers.promise(
        who=ledgers.who(lead, "lead"), kind="remedy", remedy="refund", amount="50.01", currency="EUR"
    )
    assert by_lead.status_code == 201


@pytest.mark.parametrize(
    ("wrong", "pointers"),
    [
        (
            {"due_at": "2026-03-02T11:59:00Z", "kind": "remedy", "amount": "5"},
            ["/due_at", "/remedy", "/amount", "/currency"],
        ),
        ({"due_at": "2026-03-03"}, ["/due_at"]),
        ({"due_at": "9999-12-31T23:59:59Z"}, ["/due_at"]),
        ({"amount": "1e99", "currency": "EUR"}, ["/amount"]),
        ({"amount": "-1", "currency": "EUR"}, ["/amount"]),
        ({"text": "a\x00b"}, ["/text"]),
        ({"remedy": "refund"}, ["/kind"]),
        ({"made_by": str(UUID(int=7))}, ["/made_by"]),
    ],
)
async def test_what_is_wrong_is_named_and_nothing_is_stored(
    ledgers: Ledgers, wrong: dict[str, Any], pointers: list[str]
) -> None:
    """RO-8, SU-2: one 422 lists every part."""
    answer = await ledgers.promise(**wrong)
    assert answer.status_code == 422, answer.text
    assert [error["pointer"] for error in answer.json()["errors"]] == pointers
    assert await ledgers.desk.rows("promise") == [[]]


async def test_a_case_of_others_is_no_case(ledgers: Ledgers) -> None:
    """SU-4: missing and foreign answer alike, for making, reading and keeping."""
    promise = await ledgers.promised()
    stranger = ledgers.who(new_id(), teams=["billing"])
    client, desk = ledgers.desk.client, ledgers.desk
    foreign = [
        await ledgers.promise(who=stranger),
        await client.get(f"/v1/cases/{ledgers.complaint}/promises", headers=stranger),
        await client.get(f"/v1/promises/{promise}", headers=stranger),
        await ledgers.step(promise, "kept", who=stranger),
        await ledgers.step(str(new_id()), "kept"),
    ]
    assert [answer.status_code for answer in foreign] == [404] * 5
    listed = await client.get("/v1/promises", headers=stranger)
    assert listed.json()["items"] == []
    assert len(await desk.published(PromiseMade)) == 1


async def test_an_admin_says_who_promised_it(ledgers: Ledgers) -> None:
    """RO-8: somebody who works here stands behind each promise, with their own authority."""
    admin = ledgers.desk.headers("admin")
    assert (await ledgers.promise(who=admin)).status_code == 422
    named = await ledgers.promise(who=admin, made_by=str(ledgers.agent))
    assert (named.status_code, named.json()["made_by"]) == (201, str(ledgers.agent))
    beyond = {"kind": "remedy", "remedy": "refund", "amount": "51", "currency": "EUR"}
    assert (await ledgers.promise(who=admin, made_by=str(ledgers.agent), **beyond)).status_code == 422


async def test_kept_in_time_nothing_falls_due(ledgers: Ledgers) -> None:
    """RO-8: kept is kept, once, by the version that was read."""
    promise = await ledgers.promised()
    ledgers.desk.clock.advance(3 * HOUR)
    headers = ledgers.who()
    unread = await ledgers.desk.client.post(f"/v1/promises/{promise}/kept", headers=headers)
    assert unread.status_code == 428
    kept = await ledgers.step(promise, "kept")
    assert (kept.status_code, kept.json()["status"], kept.headers["etag"]) == (200, "kept", '"2"')
    assert (await ledgers.step(promise, "kept")).status_code == 412
    assert (await ledgers.step(promise, "kept", version=2)).status_code == 409
    ledgers.desk.clock.advance(24 * HOUR)
    await ledgers.desk.let_time_pass()
    assert await ledgers.status(promise) == "kept"
    assert len(await ledgers.desk.published(PromiseKept)) == 1
    assert await ledgers.desk.published(PromiseBroken) == []


async def test_unheard_of_at_its_time_it_is_broken_silently_once(ledgers: Ledgers) -> None:
    """RO-8: the timer breaks it; intake hears of it once; making it good changes nothing about that."""
    promise = await ledgers.promised()
    ledgers.desk.clock.advance(4 * HOUR - timedelta(seconds=1))
    await ledgers.desk.let_time_pass()
    assert await ledgers.status(promise) == "open"
    ledgers.desk.clock.advance(timedelta(seconds=1))
    await ledgers.desk.let_time_pass()
    assert await ledgers.status(promise) == "broken"
    good = await ledgers.step(promise, "kept", version=2)
    assert (good.json()["status"], good.json()["made_good_at"] is not None) == ("broken", True)
    (event,) = await ledgers.desk.published(PromiseBroken)
    assert (event["promise_id"], event["staff_id"]) == (promise, str(ledgers.agent))
    assert await ledgers.desk.published(PromiseKept) == []


async def test_kept_when_overdue_is_broken_however_late_the_worker_is(ledgers: Ledgers) -> None:
    """RO-8: the outcome does not depend on when the timer is run."""
    promise = await ledgers.promised()
    ledgers.desk.clock.advance(5 * HOUR)
    late = await ledgers.step(promise, "kept")
    assert (late.json()["status"], late.json()["version"]) == ("broken", 3)
    await ledgers.desk.let_time_pass()
    assert len(await ledgers.desk.published(PromiseBroken)) == 1


async def test_told_in_time_it_is_owed_later(ledgers: Ledgers) -> None:
    """RO-8: the telling is on record with its words, and the new time is what falls due."""
    promise = await ledgers.promised()
    ledgers.desk.clock.advance(3 * HOUR)
    delayed = await ledgers.step(promise, "delay", due_at=ledgers.within(24), told=ledgers.told(-1))
    assert (delayed.status_code, delayed.json()["status"]) == (200, "delayed"), delayed.text
    ledgers.desk.clock.advance(2 * HOUR)
    await ledgers.desk.let_time_pass()
    assert await ledgers.status(promise) == "delayed"
    (event,) = await ledgers.desk.published(PromiseDelayed)
    assert event["due_before"] == delayed.json()["first_due_at"]
    shown = (await ledgers.desk.client.get(f"/v1/promises/{promise}", headers=ledgers.who())).json()
    assert shown["steps"][1]["told"]["said"] == "It takes a day longer."
    ledgers.desk.clock.advance(30 * HOUR)
    await ledgers.desk.let_time_pass()
    assert await ledgers.status(promise) == "broken"


@pytest.mark.parametrize("what", ["delay", "withdrawal"])
async def test_told_too_late_it_stays_broken_silently(ledgers: Ledgers, what: str) -> None:
    """RO-8: a 409, before the timer has run and after."""
    promise = await ledgers.promised()
    ledgers.desk.clock.advance(5 * HOUR)
    body: dict[str, Any] = {"told": ledgers.told(-2)} | ({"due_at": ledgers.within(24)} if what == "delay" else {})
    refused = await ledgers.step(promise, what, **body)
    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (409, "told-too-late")
    await ledgers.desk.let_time_pass()
    assert await ledgers.status(promise) == "broken"
    assert (await ledgers.step(promise, what, version=2, **body)).status_code == 409


async def test_the_customer_can_not_have_been_told_in_the_future(ledgers: Ledgers) -> None:
    """RO-8: nor before the promise was made."""
    promise = await ledgers.promised()
    ledgers.desk.clock.advance(HOUR)
    for at in (1, -2):
        refused = await ledgers.step(promise, "delay", due_at=ledgers.within(24), told=ledgers.told(at))
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/told/at")


async def test_a_promise_that_is_off_is_owed_no_more(ledgers: Ledgers) -> None:
    """RO-8: withdrawn with the customer's knowledge, it never breaks."""
    promise = await ledgers.promised()
    off = await ledgers.step(promise, "withdrawal", told=ledgers.told())
    assert (off.status_code, off.json()["status"]) == (200, "withdrawn")
    ledgers.desk.clock.advance(24 * HOUR)
    await ledgers.desk.let_time_pass()
    assert await ledgers.desk.published(PromiseBroken) == []


async def test_a_timer_that_comes_too_early_waits(ledgers: Ledgers, monkeypatch: pytest.MonkeyPatch) -> None:
    """RO-8: where the grace was made longer meanwhile, the promise falls due again instead of never."""
    promise = await ledgers.promised()
    settings = ledgers.desk.context.settings
    monkeypatch.setitem(settings.__dict__, "promise_grace_minutes", 30)
    ledgers.desk.clock.advance(4 * HOUR)
    assert await ledgers.desk.let_time_pass() >= 1
    assert await ledgers.status(promise) == "open"
    ledgers.desk.clock.advance(HOUR / 2)
    await ledgers.desk.let_time_pass()
    assert await ledgers.status(promise) == "broken"


async def test_kept_and_falling_due_at_once_end_in_one_way(ledgers: Ledgers) -> None:
    """RO-8: two workers and a handler at the same promise: broken once, one version after the other."""
    for _ in range(5):
        promise = await ledgers.promised()
        ledgers.desk.clock.advance(4 * HOUR)
        answers = await asyncio.gather(
            ledgers.step(promise, "kept"), ledgers.desk.let_time_pass(), ledgers.step(promise, "kept")
        )
        await ledgers.desk.let_time_pass()
        assert await ledgers.status(promise) == "broken"
        assert all(not isinstance(answer, int) and answer.status_code in (200, 412) for answer in answers[::2])
        versions = await ledgers.desk.context.database.pool.fetch(
            "SELECT version FROM promise_step WHERE promise_id = $1 ORDER BY version", UUID(promise)
        )
        assert [row["version"] for row in versions] == list(range(1, len(versions) + 1))
    assert len(await ledgers.desk.published(PromiseBroken)) == 5


async def test_a_colleague_keeps_it_when_the_case_has_moved(ledgers: Ledgers) -> None:
    """RO-8, RO-3: what was promised stays promised, whoever has the case; the receiver of an offer sees it."""
    promise = await ledgers.promised()
    lead = await ledgers.desk.hire("lead", department="billing")
    offered = await ledgers.desk.escalate(ledgers.complaint, to_id=str(lead))
    assert offered.status_code == 201, offered.text
    receiver = ledgers.who(lead, "lead", teams=["billing"])
    listed = await ledgers.desk.client.get(f"/v1/cases/{ledgers.complaint}/promises", headers=receiver)
    assert [one["id"] for one in listed.json()["items"]] == [promise]
    await ledgers.desk.answer(offered.json()["id"], "acceptance", lead)
    mine = await ledgers.desk.client.get("/v1/promises", params={"owner_id": str(lead)}, headers=receiver)
    assert [one["id"] for one in mine.json()["items"]] == [promise]
    assert (await ledgers.step(promise, "kept", who=receiver)).status_code == 200
