"""What the ledgers say to whoever takes a case over, and to whoever has it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.routing.queries import note_lines, promise_lines, spend_lines
from shared.kernel.ids import new_id
from tests.integration.routing.desk import Desk
from tests.integration.routing.ledger_scene import Ledgers, open_ledgers


@pytest.fixture
async def ledgers(desk: Desk) -> Ledgers:
    return await open_ledgers(desk)


async def test_what_was_promised_comes_with_the_case_what_is_owed_first(ledgers: Ledgers) -> None:
    """RO-3, RO-8: owed, owed later, broken, made good, kept; what was called off is left out."""
    kept, silent, good, off, late, owed = [
        await ledgers.promised(text=text, due_at=ledgers.within(hours))
        for text, hours in (("kept", 2), ("silent", 2), ("good", 3), ("off", 2), ("late", 2), ("owed", 9))
    ]
    await ledgers.step(kept, "kept")
    await ledgers.step(off, "withdrawal", told=ledgers.told())
    await ledgers.step(late, "delay", due_at=ledgers.within(20), told=ledgers.told())
    ledgers.desk.clock.advance(timedelta(hours=4))
    await ledgers.desk.let_time_pass()
    await ledgers.step(good, "kept", version=2)
    async with ledgers.desk.context.transactions.begin() as tx:
        found = await promise_lines.lines(ledgers.complaint, tx)
        assert await promise_lines.lines(new_id(), tx) == ()
    assert [(line.code, line.values["text"]) for line in found] == [
        ("promise_open", "owed"),
        ("promise_delayed", "late"),
        ("promise_broken", "silent"),
        ("promise_made_good", "good"),
        ("promise_kept", "kept"),
    ]
    assert found[1].values["due_at"] == "2026-03-03T08:00:00+00:00"
    assert {await ledgers.status(silent), await ledgers.status(owed)} == {"broken", "open"}


async def test_what_was_spent_comes_with_the_case_unless_it_was_put_right(ledgers: Ledgers) -> None:
    """RO-3, RO-9: the receiver knows what the customer got already."""
    await ledgers.budget_rule("100.00")
    await ledgers.spend("20.00")
    wrong = (await ledgers.spend("50.00", what="cake")).json()
    headers = ledgers.who() | {"If-Match": '"1"'}
    url = f"/v1/spends/{wrong['id']}/reversal"
    await ledgers.desk.client.post(url, json={"reason": "entered_wrongly"}, headers=headers)
    async with ledgers.desk.context.transactions.begin() as tx:
        (line,) = await spend_lines.lines(ledgers.complaint, tx)
        assert await spend_lines.lines(new_id(), tx) == ()
    assert (line.code, dict(line.values)) == ("spend", {"amount": "20.00", "currency": "EUR", "what": "flowers"})


async def test_the_notes_of_a_case_come_with_it(ledgers: Ledgers) -> None:
    """RO-3, RO-15: in the summary, and on the case itself with whether its handler has seen them."""
    lead = ledgers.desk.headers("lead")
    for title, product in (("for all", None), ("coats", "coat"), ("shoes", "shoe")):
        body = {"title": title, "text": "Small sizes.", "product": product}
        assert (await ledgers.desk.client.post("/v1/notes", json=body, headers=lead)).status_code == 201
    async with ledgers.desk.context.transactions.begin() as tx:
        found = await note_lines.lines(ledgers.complaint, tx, now=ledgers.desk.clock.now())
        assert await note_lines.lines(new_id(), tx, now=ledgers.desk.clock.now()) == ()
    assert [(line.code, line.values["title"]) for line in found] == [("note", "coats"), ("note", "for all")]
    case = await ledgers.desk.case(ledgers.complaint, role="agent", staff=ledgers.agent)
    assert [(note["title"], note["seen"]) for note in case["notes"]] == [("coats", False), ("for all", False)]
