"""Promises, spends and notes as people make them over HTTP, and what the database says of them afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import httpx

from shared.kernel.ids import new_id
from tests.integration.routing.desk import Desk

EUR_50 = [{"remedy": "refund", "amount": "50.00", "currency": "EUR"}]
EUR_500 = [{"remedy": "refund", "amount": "500.00", "currency": "EUR"}]


@dataclass
class Ledgers:
    """A desk with somebody who has a case."""

    desk: Desk
    agent: UUID
    complaint: UUID

    def within(self, hours: float) -> str:
        """A time so many hours from now."""
        return (self.desk.clock.now() + timedelta(hours=hours)).isoformat()

    def who(self, staff: UUID | None = None, role: str = "agent", **more: Any) -> dict[str, str]:
        """The agent of the scene, or somebody else."""
        return self.desk.headers(role, staff=staff or self.agent, **more)

    async def promise(self, *, who: dict[str, str] | None = None, **body: Any) -> httpx.Response:
        """A call within four hours, unless said otherwise."""
        asked = {"kind": "call", "text": "We call you back.", "due_at": self.within(4)} | body
        return await self.desk.client.post(
            f"/v1/cases/{self.complaint}/promises", json=asked, headers=who or self.who()
        )

    async def promised(self, **body: Any) -> str:
        """The id of such a promise."""
        answer = await self.promise(**body)
        assert answer.status_code == 201, answer.text
        shown: str = answer.json()["id"]
        return shown

    async def step(
        self, promise: str, what: str, *, version: int = 1, who: dict[str, str] | None = None, **body: Any
    ) -> httpx.Response:
        """It was kept, delayed or withdrawn."""
        headers = (who or self.who()) | {"If-Match": f'"{version}"'}
        return await self.desk.client.post(f"/v1/promises/{promise}/{what}", json=body, headers=headers)

    async def status(self, promise: str) -> str:
        """How it stands with a promise."""
        answer = await self.desk.client.get(f"/v1/promises/{promise}", headers=self.who())
        assert answer.status_code == 200, answer.text
        shown: str = answer.json()["status"]
        return shown

    def told(self, hours: float = 0) -> dict[str, str]:
        """The customer was told by telephone, so many hours from now."""
        return {"how": "phone", "said": "It takes a day longer.", "at": self.within(hours)}

    async def budget_rule(self, amount: str, **members: Any) -> None:
        """Agents may spend this much in a year, in euro and since 2026 unless said otherwise."""
        body = {"level": "agent", "currency": "EUR", "amount": amount, "valid_from": "2026-01-01"} | members
        answer = await self.desk.client.post("/v1/budget-rules", json=body, headers=self.desk.headers("manager"))
        assert answer.status_code == 201, answer.text

    async def spend(
        self, amount: str, *, key: str | None = "", who: dict[str, str] | None = None, **body: Any
    ) -> httpx.Response:
        """Flowers of the agent's budget, with a key of its own unless one is given; None sends none."""
        headers = who or self.who()
        if key is not None:
            headers = headers | {"Idempotency-Key": key or str(new_id())}
        asked = {"amount": amount, "currency": "EUR", "what": "flowers"} | body
        return await self.desk.client.post(f"/v1/cases/{self.complaint}/spends", json=asked, headers=headers)

    async def budget(self, **query: Any) -> list[dict[str, Any]]:
        """The agent's own budgets of this year, or of the one asked for."""
        answer = await self.desk.client.get("/v1/budgets", params=query, headers=self.who())
        assert answer.status_code == 200, answer.text
        (own,) = answer.json()["items"]
        shown: list[dict[str, Any]] = own["budgets"]
        return shown

    async def sums(self) -> dict[str, Decimal]:
        """What the accounts of the ledger hold, over all budgets."""
        rows = await self.desk.context.database.pool.fetch(
            "SELECT account, sum(amount) AS total FROM budget_entry GROUP BY account"
        )
        return {row["account"]: row["total"] for row in rows}


async def open_ledgers(desk: Desk) -> Ledgers:
    """An agent who may refund up to 50 euro, with a case."""
    agent = await desk.hire(authority=EUR_50)
    return Ledgers(desk, agent, await desk.open_case(agent))
