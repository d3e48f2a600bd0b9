"""Recovery budgets over HTTP: spent without asking, renewed each year, currencies apart."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from shared.contracts.routing import BudgetSpent
from shared.kernel.ids import new_id
from tests.integration.routing.desk import START, Desk
from tests.integration.routing.ledger_scene import Ledgers, open_ledgers


@pytest.fixture
async def ledgers(desk: Desk) -> Ledgers:
    scene = await open_ledgers(desk)
    await scene.budget_rule("100.00")
    return scene


async def test_an_agent_spends_and_asks_nobody(ledgers: Ledgers) -> None:
    """RO-9: at once, with what is left; no words leave with the event."""
    spent = await ledgers.spend("30.00", why="They waited three hours.")
    assert spent.status_code == 201, spent.text
    assert spent.json()["budget"] == {"currency": "EUR", "granted": "100.00", "spent": "30.00", "left": "70.00"}
    shown = await ledgers.desk.client.get(spent.headers["location"], headers=ledgers.who())
    assert shown.json() == {name: value for name, value in spent.json().items() if name != "budget"}
    (event,) = await ledgers.desk.published(BudgetSpent)
    assert (event["amount"], event["year"], event["staff_id"]) == ("30.00", 2026, str(ledgers.agent))
    assert "flowers" not in str(event)
    assert await ledgers.sums() == {"grant": Decimal(-100), "staff": Decimal(70), "spent": Decimal(30)}


async def test_more_than_is_left_is_refused_with_what_is_left(ledgers: Ledgers) -> None:
    """RO-9: a 409 that helps, and nothing is stored of it."""
    assert (await ledgers.spend("99.99")).status_code == 201
    refused = await ledgers.spend("0.02")
    assert (refused.status_code, refused.json()["left"]) == (409, {"amount": "0.01", "currency": "EUR"})
    assert (await ledgers.spend("0.01")).status_code == 201
    assert len((await ledgers.desk.rows("budget_spend"))[0]) == 2


async def test_currencies_are_kept_apart(ledgers: Ledgers) -> None:
    """RO-9: each has its own budget; one that was not granted is named."""
    await ledgers.budget_rule("40.00", currency="GBP")
    assert (await ledgers.spend("40.00", currency="GBP")).status_code == 201
    assert (await ledgers.spend("0.01", currency="GBP")).status_code == 409
    assert (await ledgers.spend("100.00")).status_code == 201
    refused = await ledgers.spend("1.00", currency="USD")
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/currency")
    assert refused.json()["granted"] == ["EUR", "GBP"]
    assert [(one["currency"], one["left"]) for one in await ledgers.budget()] == [("EUR", "0.00"), ("GBP", "0.00")]


async def test_what_nobody_has_touched_shows_what_the_rules_grant(ledgers: Ledgers) -> None:
    """RO-9: a budget begins with its first use, and can be seen before."""
    assert await ledgers.budget() == [{"currency": "EUR", "granted": "100.00", "spent": "0.00", "left": "100.00"}]
    assert await ledgers.budget(year=2025) == []
    assert await ledgers.desk.rows("budget") == [[]]


async def test_a_rule_that_grants_more_tops_up_and_one_that_grants_less_waits(ledgers: Ledgers) -> None:
    """RO-9: what was granted is never taken back in its year."""
    await ledgers.spend("90.00")
    await ledgers.budget_rule("10.00", valid_from="2026-02-01")
    assert (await ledgers.spend("10.00")).status_code == 201
    await ledgers.budget_rule("120.00", valid_from="2026-03-01")
    assert (await ledgers.budget())[0]["left"] == "20.00"
    assert (await ledgers.spend("20.00")).status_code == 201
    assert await ledgers.sums() == {"grant": Decimal(-120), "staff": Decimal(0), "spent": Decimal(120)}


async def test_the_same_key_spends_once_even_after_the_kept_answer_is_gone(ledgers: Ledgers) -> None:
    """RO-9: within days the edge answers; for good the ledger knows the key, whatever the year."""
    first = await ledgers.spend("60.00", key="one")
    assert (await ledgers.spend("60.00", key="one")).json() == first.json()
    pool = ledgers.desk.context.database.pool
    await pool.execute("DELETE FROM idempotency_key")
    ledgers.desk.clock.advance(timedelta(days=400))
    again = await ledgers.spend("60.00", key="one")
    assert (again.status_code, again.json()) == (201, first.json())
    await pool.execute("DELETE FROM idempotency_key")
    other = await ledgers.spend("61.00", key="one")
    assert (other.status_code, other.json()["type"].rpartition("/")[2]) == (422, "spend-key-reused")
    assert len(await ledgers.desk.published(BudgetSpent)) == 1
    assert (await ledgers.sums())["spent"] == Decimal(60)


async def test_money_needs_a_key(ledgers: Ledgers) -> None:
    """RO-9: without one a request that is sent again would spend again, so it is refused."""
    refused = await ledgers.spend("1.00", key=None)
    assert (refused.status_code, await ledgers.desk.rows("budget_spend")) == (428, [[]])


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"amount": "0"}, "/amount"),
        ({"amount": "-5"}, "/amount"),
        ({"amount": "0.001"}, "/amount"),
        ({"amount": "1e99"}, "/amount"),
        ({"amount": "NaN"}, "/amount"),
        ({"currency": "euro"}, "/currency"),
        ({"what": ""}, "/what"),
        ({"verdict": "wasteful"}, "/verdict"),
    ],
)
async def test_what_is_wrong_is_named(ledgers: Ledgers, wrong: dict[str, Any], pointer: str) -> None:
    """RO-9, SU-2: nothing is stored; a verdict has no place."""
    body = {"amount": "5.00"} | wrong
    refused = await ledgers.spend(body.pop("amount"), **body)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)
    assert await ledgers.desk.rows("budget_spend", "budget_entry") == [[], []]


async def test_nobody_spends_of_a_colleagues_budget(ledgers: Ledgers) -> None:
    """RO-9, SU-4: an admin may act for them; a case of others is no case; who left has none."""
    colleague = await ledgers.desk.hire()
    assert (await ledgers.spend("1.00", staff_id=str(colleague))).status_code == 403
    for_them = await ledgers.spend("1.00", who=ledgers.desk.headers("admin"), staff_id=str(colleague))
    assert (for_them.status_code, for_them.json()["staff_id"]) == (201, str(colleague))
    stranger = ledgers.who(colleague, teams=["billing"])
    assert (await ledgers.spend("1.00", who=stranger)).status_code == 404
    assert (await ledgers.spend("1.00", who=ledgers.who(new_id()))).status_code == 422


async def test_a_typo_is_put_right_once_and_judges_nobody(ledgers: Ledgers) -> None:
    """RO-9: the money is there again; the posting stays, and one in the other direction stands beside it."""
    spent = (await ledgers.spend("80.00")).json()
    url, headers = f"/v1/spends/{spent['id']}/reversal", ledgers.who() | {"If-Match": '"1"'}
    client, body = ledgers.desk.client, {"reason": "entered_wrongly"}
    blame = await client.post(url, json=body | {"verdict": "careless"}, headers=headers)
    assert blame.status_code == 422
    right = await client.post(url, json=body, headers=headers)
    assert (right.status_code, right.json()["budget"]["left"]) == (200, "100.00")
    assert (await client.post(url, json=body, headers=headers)).status_code == 412
    twice = await client.post(url, json=body, headers=headers | {"If-Match": '"2"'})
    assert twice.status_code == 409
    assert await ledgers.sums() == {"grant": Decimal(-100), "staff": Decimal(100), "spent": Decimal(0)}
    assert len((await ledgers.desk.rows("budget_entry"))[0]) == 6


async def test_a_colleague_puts_nothing_right_and_a_manager_may(ledgers: Ledgers) -> None:
    """RO-9, SU-4: others see it on the case; who keeps the budgets can put it right."""
    spent = (await ledgers.spend("80.00")).json()
    colleague = await ledgers.desk.hire()
    client, url, body = ledgers.desk.client, f"/v1/spends/{spent['id']}/reversal", {"reason": "not_used"}
    version = {"If-Match": '"1"'}
    on_case = await client.get(f"/v1/cases/{ledgers.complaint}/spends", headers=ledgers.who(colleague))
    assert [one["id"] for one in on_case.json()["items"]] == [spent["id"]]
    assert (await client.post(url, json=body, headers=ledgers.who(colleague) | version)).status_code == 403
    stranger = ledgers.who(new_id(), teams=["billing"]) | version
    assert (await client.post(url, json=body, headers=stranger)).status_code == 404
    manager = ledgers.desk.headers("manager") | version
    assert (await client.post(url, json=body, headers=manager)).status_code == 200


async def test_budgets_of_others_are_for_those_who_lead_them(ledgers: Ledgers) -> None:
    """SU-4: an agent sees their own, a lead their teams', pages without gaps."""
    people = [ledgers.agent] + [await ledgers.desk.hire() for _ in range(4)]
    await ledgers.desk.hire(department="billing")
    assert len(await ledgers.budget()) == 1
    lead = ledgers.desk.headers("lead", teams=["deliveries"])
    seen: list[UUID] = []
    query: dict[str, Any] = {"limit": 2}
    while True:
        answer = (await ledgers.desk.client.get("/v1/budgets", params=query, headers=lead)).json()
        seen += [UUID(one["staff_id"]) for one in answer["items"]]
        if answer["next"] is None:
            break
        query["cursor"] = answer["next"]
    assert seen == people[::-1]
    foreign = await ledgers.desk.client.get("/v1/budgets", params={"staff_id": str(people[1])}, headers=ledgers.who())
    assert foreign.json()["items"] == []


async def test_rules_are_set_by_those_who_keep_the_department(ledgers: Ledgers) -> None:
    """RO-9, SU-4: a lead sets none; a manager of one department none for all; every rule stays to be read."""
    body = {"level": "agent", "currency": "EUR", "amount": "5", "valid_from": "2026-01-01"}
    client = ledgers.desk.client
    assert (await client.post("/v1/budget-rules", json=body, headers=ledgers.desk.headers("lead"))).status_code == 403
    held = ledgers.desk.headers("manager", teams=["billing"])
    assert (await client.post("/v1/budget-rules", json=body, headers=held)).status_code == 403
    own = await client.post("/v1/budget-rules", json=body | {"department": "billing"}, headers=held)
    assert own.status_code == 201, own.text
    listed = (await client.get("/v1/budget-rules", params={"limit": 1}, headers=ledgers.who())).json()
    assert (listed["items"][0]["department"], listed["next"] is None) == ("billing", False)


class TestNewYear:
    """RO-9: the year turns at midnight where the company is, and what was not spent does not go with it."""

    @pytest.fixture(autouse=True)
    def vilnius(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("REDRESS_COMPANY_TIME_ZONE", "Europe/Vilnius")

    async def test_it_renews_itself_at_midnight_in_the_companys_zone(self, desk: Desk) -> None:
        """RO-9: nobody renews anything, so nothing can be missed; a reversal goes back to its own year."""
        ledgers = await open_ledgers(desk)
        await ledgers.budget_rule("100.00")
        desk.clock.advance(datetime(2026, 12, 31, 21, 59, 59, tzinfo=UTC) - START)
        old = (await ledgers.spend("70.00")).json()
        desk.clock.advance(timedelta(seconds=1))
        assert (await ledgers.budget())[0]["left"] == "100.00"
        assert (await ledgers.spend("100.00")).status_code == 201
        assert (await ledgers.spend("0.01")).status_code == 409
        headers = ledgers.who() | {"If-Match": '"1"'}
        url = f"/v1/spends/{old['id']}/reversal"
        right = await desk.client.post(url, json={"reason": "not_used"}, headers=headers)
        assert right.json()["budget"]["left"] == "100.00"
        assert (await ledgers.budget())[0]["left"] == "0.00"
        assert (await ledgers.budget(year=2026))[0]["spent"] == "0.00"
