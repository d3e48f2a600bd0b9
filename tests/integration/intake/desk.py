"""Intake as its callers meet it: tokens for people and systems, and a look at what it published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
import orjson
from sqlalchemy import text

from shared.contracts.envelope import Event
from shared.http.issuer import TokenIssuer
from shared.kernel.ids import new_id
from shared.messaging.context import Context
from shared.messaging.subscription import Reaction, Received

Json = dict[str, Any]
NARRATIVE = "  I ordered a blue coat and got a green one.\r\n\tNobody called back. "


RESOLUTION: Json = {
    "what_was_done": "A courier brought the blue coat.",
    "what_it_took": "One trip.",
    "wish_met": True,
    "root_cause": "delivery",
    "liability_accepted": True,
    "thanks": "Thank you for telling us.",
}
"""All that a resolution says."""


@dataclass(frozen=True)
class Desk:
    """An application of intake behind its edge, its context, and who may sign tokens for it."""

    app: Any
    context: Context
    issuer: TokenIssuer

    def caller(
        self,
        *,
        roles: Sequence[str] = (),
        scopes: Sequence[str] | None = None,
        staff_id: UUID | None = None,
        teams: Sequence[str] = (),
    ) -> httpx.AsyncClient:
        """A client with a token; a person when it has roles."""
        token = self.issuer.mint(
            subject=f"test:{staff_id or 'system'}", roles=roles, scopes=scopes, staff_id=staff_id, teams=teams
        )
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app, raise_app_exceptions=False),
            base_url="http://intake",
            headers={"authorization": f"Bearer {token}"},
        )

    def system(self) -> httpx.AsyncClient:
        """A client system that may do all that intake offers."""
        return self.caller(scopes=["complaints:read", "complaints:write", "customers:read"])

    def agent(self, staff_id: UUID | None = None, *teams: str) -> httpx.AsyncClient:
        """An agent of these teams; of all when none is named."""
        return self.caller(roles=["agent"], staff_id=staff_id or new_id(), teams=teams or ("*",))

    async def published(self, aggregate: UUID | str) -> list[Json]:
        """The envelopes in the outbox about one aggregate, in order of its versions."""
        async with self.context.transactions.begin() as tx:
            rows = await tx.execute(text("SELECT body FROM outbox ORDER BY id"))
            envelopes = [orjson.loads(body) for (body,) in rows]
        mine = [one for one in envelopes if one["subject"] == str(aggregate)]
        return sorted(mine, key=lambda one: int(one["aggregateversion"]))

    async def count(self, table: str) -> int:
        """How many rows a table has."""
        async with self.context.transactions.begin() as tx:
            return int((await tx.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one())

    async def hear(self, reaction: Reaction, *events: Event, aggregate: UUID, versions: Sequence[int]) -> None:
        """Let a reaction have events, as the consumer would, in one transaction."""
        now = self.context.clock.now()
        received = [
            Received(
                event=event,
                id=new_id(),
                aggregate_id=aggregate,
                version=version,
                time=now,
                correlation_id="test-correlation",
            )
            for event, version in zip(events, versions, strict=True)
        ]
        async with self.context.transactions.begin() as tx:
            await reaction(received, tx, now)


def complaint(**changes: Any) -> Json:
    """The body of a complaint of a customer whom nobody knows yet."""
    body: Json = {
        "channel": "phone",
        "narrative": NARRATIVE,
        "customer": {"name": "Ona Jonaitienė", "email": f"{new_id().hex}@example.lt", "language": "lt"},
        "desired_resolution": {"kind": "exchange", "detail": "the blue coat"},
        "feeling": "upset",
        "product": "coat",
        "department": "deliveries",
    }
    return {name: value for name, value in (body | changes).items() if value is not None}


async def recorded(client: httpx.AsyncClient, **changes: Any) -> Json:
    """Record a complaint; the answer."""
    answer = await client.post("/v1/complaints", json=complaint(**changes))
    assert answer.status_code == 201, answer.text
    found: Json = answer.json()
    return found


async def confirmed(client: httpx.AsyncClient, complaint_id: str) -> None:
    """Propose a recap and have it confirmed."""
    url = f"/v1/complaints/{complaint_id}/recaps"
    version = (await client.post(url, json={"text": "green, not blue"})).json()["version"]
    answer = await client.post(f"{url}/{version}/confirmation", json={"channel": "phone"})
    assert answer.status_code == 200, answer.text


async def resolved(client: httpx.AsyncClient, complaint_id: str) -> Json:
    """Confirm a recap and resolve."""
    await confirmed(client, complaint_id)
    answer = await client.post(f"/v1/complaints/{complaint_id}/resolution", json=RESOLUTION)
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found
