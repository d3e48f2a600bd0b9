"""The early hint over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from shared.kernel.ids import new_id
from tests.integration.routing.desk import Desk


async def _hint(desk: Desk, staff: UUID | None, **asked: Any) -> dict[str, Any]:
    headers = desk.headers("agent", staff=staff) if staff else desk.headers()
    answer = await desk.client.post("/v1/hints", json={"language": "en"} | asked, headers=headers)
    assert answer.status_code == 200, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


async def test_before_the_story_is_told_it_says_who_had_better_hear_it(desk: Desk) -> None:
    """RO-3: why, who, and a sentence for the customer in their language."""
    agent = await desk.hire()
    speaks = await desk.hire(languages=["lt"], name="Rasa")
    hint = await _hint(desk, agent, language="lt-LT", department="deliveries")
    assert (hint["needed"], hint["reasons"], UUID(hint["who"]["id"])) == (True, ["language"], speaks)
    assert hint["say"]["language"] == "lt"
    assert hint["say"]["text"].startswith("Jums padės Rasa")
    assert await _hint(desk, agent, department="deliveries", wish={"kind": "apology"}, feeling="angry") == {
        "needed": False,
        "reasons": [],
        "who": None,
        "say": None,
    }


async def test_an_amount_beyond_ones_authority_is_foreseen(desk: Desk) -> None:
    """RO-3, RO-1: the listener may refund 20 euros, the lead 500; nobody may refund 900."""
    grant = [{"remedy": "refund", "currency": "EUR", "amount": "20.00"}]
    agent = await desk.hire(authority=grant)
    lead = await desk.hire("lead", authority=[grant[0] | {"amount": "500.00"}])
    for amount, needed, who in (("20.00", False, None), ("20.01", True, lead), ("900.00", True, None)):
        hint = await _hint(desk, agent, wish={"kind": "refund", "amount": amount, "currency": "EUR"})
        assert (hint["needed"], hint["who"] and UUID(hint["who"]["id"])) == (needed, who)
    assert hint["say"]["text"] == "We will find someone who can decide this, so that you only need to tell it once."


async def test_a_system_says_who_will_listen(desk: Desk) -> None:
    """RO-3: telephony asks for the agent whose line rings; somebody unknown is a 422 that says so."""
    agent = await desk.hire()
    assert not (await _hint(desk, None, staff_id=str(agent)))["needed"]
    for body in ({"language": "en"}, {"language": "en", "staff_id": str(new_id())}):
        answer = await desk.client.post("/v1/hints", json=body, headers=desk.headers())
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/staff_id")


@pytest.mark.parametrize(
    "wrong",
    [
        {"language": "not a language"},
        {"wish": {"kind": "refund", "amount": "3"}},
        {"wish": {"kind": "refund", "amount": "-1", "currency": "EUR"}},
        {"wish": {"kind": "refund", "amount": "1e400", "currency": "EUR"}},
        {"wish": {"kind": "refund", "amount": 1, "currency": "euro"}},
        {"feeling": ""},
        {"unknown": 1},
    ],
)
async def test_what_makes_no_sense_is_refused(desk: Desk, wrong: dict[str, Any]) -> None:
    """RO-3: hostile input is a 422, never a 5xx."""
    agent = await desk.hire()
    answer = await desk.client.post(
        "/v1/hints", json={"language": "en"} | wrong, headers=desk.headers("agent", staff=agent)
    )
    assert answer.status_code == 422


async def test_a_hint_changes_nothing(desk: Desk) -> None:
    """RO-3: asking is free."""
    agent = await desk.hire()
    before = await desk.rows("case_file", "handoff", "timer", "outbox", "staff")
    await _hint(desk, agent, language="el")
    assert await desk.rows("case_file", "handoff", "timer", "outbox", "staff") == before
