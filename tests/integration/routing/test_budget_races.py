"""Many spend the last of a budget at once."""

from __future__ import annotations

import asyncio
from collections import Counter
from decimal import Decimal

import httpx
import pytest

from shared.contracts.routing import BudgetSpent
from tests.integration.routing.desk import Desk
from tests.integration.routing.ledger_scene import Ledgers, open_ledgers


@pytest.fixture
async def ledgers(desk: Desk) -> Ledgers:
    return await open_ledgers(desk)


async def _insist(ledgers: Ledgers, amount: str, key: str) -> httpx.Response:
    """Ask until there is an answer: more at once than there are connections, so some are told to come again (503)."""
    while (answer := await ledgers.spend(amount, key=key)).status_code == 503:
        continue
    return answer


async def test_two_hundred_at_once_never_overdraw(ledgers: Ledgers) -> None:
    """RO-9: of 200 concurrent spends of the last 37 exactly 37 succeed, the first of which makes the budget."""
    await ledgers.budget_rule("37.00")
    answers = await asyncio.gather(*(_insist(ledgers, "1.00", f"spend-{number}") for number in range(200)))
    assert Counter(answer.status_code for answer in answers) == {201: 37, 409: 163}
    assert {answer.json()["left"]["amount"] for answer in answers if answer.status_code == 409} == {"0.00"}
    (budget,) = await ledgers.budget()
    assert (budget["granted"], budget["spent"], budget["left"]) == ("37.00", "37.00", "0.00")
    assert await ledgers.sums() == {"grant": Decimal(-37), "staff": Decimal(0), "spent": Decimal(37)}
    assert len((await ledgers.desk.rows("budget_spend"))[0]) == 37
    assert len(await ledgers.desk.published(BudgetSpent)) == 37


async def test_two_hundred_for_the_one_last_amount(ledgers: Ledgers) -> None:
    """RO-9: the whole budget at once, two hundred times: one gets it."""
    await ledgers.budget_rule("50.00")
    answers = await asyncio.gather(*(_insist(ledgers, "50.00", f"spend-{number}") for number in range(200)))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 199}
    assert (await ledgers.sums())["staff"] == 0


async def test_one_request_a_hundred_times_at_once_spends_once(ledgers: Ledgers) -> None:
    """RO-9: repeated until it answers, one key spends once; while it is under way others are told to come again."""
    await ledgers.budget_rule("500.00")
    answers = await asyncio.gather(*(_insist(ledgers, "10.00", "the-one") for _ in range(100)))
    statuses = Counter(answer.status_code for answer in answers)
    assert set(statuses) <= {201, 409}
    assert len({answer.text for answer in answers if answer.status_code == 201}) == 1
    assert (await ledgers.sums())["spent"] == Decimal(10)


async def test_a_key_in_two_currencies_at_once_spends_in_one(ledgers: Ledgers) -> None:
    """RO-9: the budgets differ, so only the ledger's own key holds the two together."""
    other = await ledgers.desk.open_case(ledgers.agent)
    for number in range(10):
        await ledgers.budget_rule("500.00")
        await ledgers.budget_rule("500.00", currency="GBP")
        pounds = Ledgers(ledgers.desk, ledgers.agent, other)
        answers = await asyncio.gather(
            ledgers.spend("10.00", key=f"k{number}"), pounds.spend("10.00", key=f"k{number}", currency="GBP")
        )
        assert sorted(answer.status_code for answer in answers) == [201, 422]
    assert len((await ledgers.desk.rows("budget_spend"))[0]) == 10


async def test_a_reversal_twice_at_once_brings_it_back_once(ledgers: Ledgers) -> None:
    """RO-9: the same version twice: the second finds it changed; meanwhile others spend."""
    await ledgers.budget_rule("100.00")
    for number in range(5):
        spent = (await ledgers.spend("60.00", key=f"big-{number}")).json()
        url, headers = f"/v1/spends/{spent['id']}/reversal", ledgers.who() | {"If-Match": '"1"'}
        first, second, small = await asyncio.gather(
            ledgers.desk.client.post(url, json={"reason": "not_used"}, headers=headers),
            ledgers.desk.client.post(url, json={"reason": "not_used"}, headers=headers),
            ledgers.spend("5.00", key=f"small-{number}"),
        )
        assert sorted([first.status_code, second.status_code]) == [200, 412]
        assert small.status_code == 201
    assert await ledgers.sums() == {"grant": Decimal(-100), "staff": Decimal(75), "spent": Decimal(25)}
