"""Routing on a real database, behind its real application, with events fed in and a small intake beside it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import orjson
from starlette.applications import Starlette
from starlette.routing import Route

from services.routing.gateways import Gateways
from services.routing.gateways.intake import HttpIntake
from services.routing.service import SERVICE
from services.routing.settings import RoutingSettings
from services.routing.storage import ownerships
from shared.contracts.envelope import Event
from shared.db.engine import Database
from shared.http.client import HttpClient
from shared.http.issuer import TokenIssuer
from shared.http.links import Links
from shared.kernel.clock import FixedClock
from shared.messaging import timers
from shared.messaging.context import Context
from shared.messaging.dispatch import Dispatch
from shared.messaging.subscription import Received
from shared.messaging.transaction import Transactions
from shared.messaging.wakeup import Wakeup
from tests.integration.routing.intake_beside import NARRATIVE, START, IntakeBeside, closed, received, recorded
from tests.support.application import issuer_of, keys_for, opened, settings_of

__all__ = ["NARRATIVE", "START", "Desk", "IntakeBeside", "closed", "open_desk", "received", "recorded"]


@dataclass
class Desk:
    """The service in a test."""

    context: Context
    clock: FixedClock
    client: httpx.AsyncClient
    intake: IntakeBeside
    issuer: TokenIssuer

    def headers(
        self, role: str = "admin", *, staff: UUID | None = None, teams: Sequence[str] = ("*",)
    ) -> dict[str, str]:
        """Who calls."""
        token = self.issuer.mint(subject=f"test:{staff or role}", roles=[role], staff_id=staff, teams=teams)
        return {"Authorization": f"Bearer {token}"}

    async def hire(self, level: str = "agent", **members: Any) -> UUID:
        """Somebody new, in deliveries and speaking English unless said otherwise."""
        body = {"name": f"A {level}", "level": level, "department": "deliveries", "languages": ["en"]} | members
        answer = await self.client.post("/v1/staff", json=body, headers=self.headers())
        assert answer.status_code == 201, answer.text
        return UUID(answer.json()["id"])

    async def absent(self, staff: UUID, *, hours: int = 8, deputy: UUID | None = None) -> str:
        """Somebody is away from now on; the id of the absence."""
        now = self.clock.now()
        body = {"kind": "sick", "starts_at": now.isoformat(), "ends_at": (now + timedelta(hours=hours)).isoformat()}
        body |= {"deputy_id": str(deputy)} if deputy else {}
        answer = await self.client.post(f"/v1/staff/{staff}/absences", json=body, headers=self.headers())
        assert answer.status_code == 201, answer.text
        shown: str = answer.json()["id"]
        return shown

    async def hear(self, *events: Received[Any]) -> None:
        """Events of intake's as the consumer hands them on: one batch, one transaction."""
        async with self.context.transactions.begin(correlation_id="test") as tx:
            await Dispatch(SERVICE.subscriptions).apply(events, tx, self.clock.now())

    async def open_case(self, recorder: UUID, **members: Any) -> UUID:
        """A complaint was recorded by somebody, and routing heard of it."""
        event = recorded(recorder, **members)
        await self.hear(received(event, version=1))
        return event.complaint_id

    async def case(self, complaint: UUID, **who: Any) -> dict[str, Any]:
        """The case as an admin sees it, or whoever is named."""
        answer = await self.client.get(f"/v1/cases/{complaint}", headers=self.headers(**who))
        assert answer.status_code == 200, answer.text
        shown: dict[str, Any] = answer.json()
        return shown

    async def escalate(self, complaint: UUID, staff: UUID | None = None, **body: Any) -> httpx.Response:
        """The owner says that somebody else is needed."""
        asked = {"reason": "authority", "customer_told": True} | body
        role = "agent" if staff else "admin"
        return await self.client.post(
            f"/v1/cases/{complaint}/escalations", json=asked, headers=self.headers(role, staff=staff)
        )

    async def answer(self, handoff: str, what: str, staff: UUID | None, **body: Any) -> httpx.Response:
        """The one to whom it is offered, or an admin, says yes or no."""
        headers = self.headers("lead" if staff else "admin", staff=staff)
        return await self.client.post(f"/v1/handoffs/{handoff}/{what}", json=body, headers=headers)

    async def let_time_pass(self, *, limit: int = 100) -> int:
        """Run what is due by the desk's clock until nothing is, at most `limit` of it; how many there were."""
        ran = 0
        while ran < limit and (due := await self._due(limit - ran)):
            for one in due:
                await SERVICE.timers[one.kind](one, self.context)
            ran += len(due)
        return ran

    async def _due(self, limit: int) -> list[timers.Due]:
        async with self.context.database.pool.acquire() as connection:
            return await timers.claim(
                connection,
                kinds=list(SERVICE.timers),
                offset=self.clock.offset(),
                limit=limit,
                lease=timers.LEASE,
            )

    async def moves(self, complaint: UUID) -> tuple[tuple[UUID, str], ...]:
        """Every owner that the case had, and how it came to them, the first one first."""
        async with self.context.transactions.begin(correlation_id="test") as tx:
            return tuple((one.owner_id, one.how.value) for one in await ownerships.of(complaint, tx))

    async def published(self, event: type[Event]) -> list[dict[str, Any]]:
        """The data of the events of a type in the outbox, in order."""
        rows = await self.context.database.pool.fetch(
            "SELECT body FROM outbox WHERE subject = $1 ORDER BY id", event.subject()
        )
        return [orjson.loads(row["body"])["data"] for row in rows]

    async def rows(self, *tables: str) -> list[list[str]]:
        """Everything in some tables."""
        pool = self.context.database.pool
        return [
            sorted(row["row"] for row in await pool.fetch(f"SELECT {table}::text AS row FROM {table}"))
            for table in tables
        ]


@asynccontextmanager
async def open_desk(url: str, folder: Path) -> AsyncIterator[Desk]:
    """Open the service on a migrated database."""
    keys = keys_for(folder)
    settings = settings_of(RoutingSettings, keys, database_url=url)
    clock, intake = FixedClock(START), IntakeBeside()
    beside = Starlette(routes=[Route("/v1/complaints/{complaint_id}/brief", intake.brief)])
    database = await Database.connect(url, application_name="test")
    wakeup = Wakeup(database.dsn)
    async with HttpClient(settings, transport=httpx.ASGITransport(app=beside)) as outward:
        context = Context(
            service="routing",
            settings=settings,
            clock=clock,
            database=database,
            transactions=Transactions(database.engine, wakeup),
            gateways=Gateways(intake=HttpIntake("http://intake", outward)),
            links=Links(settings.link_key),
        )

        async with (
            opened(SERVICE, context) as app,
            httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://routing") as client,
        ):
            yield Desk(context, clock, client, intake, issuer_of(keys))
    await wakeup.close()
    await database.close()
