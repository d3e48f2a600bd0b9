"""Intake with its mail: a test moves its clock, fills its directory of staff and commands its mail server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self
from uuid import UUID

import httpx
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from services.intake.gateways import open_gateways
from services.intake.reactions.to_itself import acknowledge_recorded
from services.intake.reactions.to_routing import follow_assignments
from services.intake.service import SERVICE
from services.intake.settings import IntakeSettings
from shared.contracts.intake import ComplaintRecorded
from shared.contracts.routing import CaseAssigned
from shared.db.engine import Database
from shared.http.client import HttpClient
from shared.http.links import Links
from shared.kernel.clock import FixedClock
from shared.kernel.ids import new_id
from shared.messaging.context import Context
from shared.messaging.timers import Due, claim
from shared.messaging.transaction import Transactions
from shared.messaging.wakeup import Wakeup
from tests.integration.intake.desk import Desk, Json, complaint
from tests.integration.intake.mail_server import MailServer
from tests.support.application import issuer_of, keys_for, opened, settings_of

RASA = UUID("01900000-0000-7000-8000-0000000000a1")


@dataclass
class Directory:
    """What routing answers about its staff."""

    staff: dict[str, Json] = field(default_factory=dict)
    broken: bool = False

    def app(self) -> Starlette:
        async def person(request: Request) -> Response:
            if self.broken:
                return Response(status_code=503)
            known = self.staff.get(request.path_params["id"])
            return Response(status_code=404) if known is None else JSONResponse(known)

        return Starlette(routes=[Route("/v1/staff/{id}", person)])


@dataclass
class PostOffice:
    """One intake process and everything around its mail."""

    desk: Desk
    clock: FixedClock
    directory: Directory
    server: MailServer

    @classmethod
    @asynccontextmanager
    async def open(cls, *, database_url: str, home: Path, **changes: Any) -> AsyncIterator[Self]:
        keys = keys_for(home)
        clock = FixedClock(datetime.now(UTC))
        directory = Directory()
        rasa = {"id": str(RASA), "name": "Rasa Kazlauskė", "active": True}
        directory.staff[str(RASA)] = rasa | {"contact": {"phone": "+37060000001", "email": None}}
        async with AsyncExitStack() as stack:
            server = stack.enter_context(MailServer.running())
            url = SecretStr(f"smtp://127.0.0.1:{server.port}")
            given = {"smtp_url": url, "mail_timeout_seconds": 3, "public_url": "https://care.example"} | changes
            settings = settings_of(IntakeSettings, keys, database_url=database_url, **given)
            database = await Database.connect(database_url, application_name="test intake")
            stack.push_async_callback(database.close)
            wakeup = Wakeup(database.dsn)
            stack.push_async_callback(wakeup.close)
            routing = httpx.ASGITransport(directory.app())
            client = await stack.enter_async_context(HttpClient(settings, transport=routing))
            context = Context(
                service="intake",
                settings=settings,
                clock=clock,
                database=database,
                transactions=Transactions(database.engine, wakeup),
                gateways=open_gateways(settings, client),
                links=Links(settings.link_key),
            )
            app = await stack.enter_async_context(opened(SERVICE, context))
            yield cls(Desk(app, context, issuer_of(keys)), clock, directory, server)

    async def recorded(self, **changes: Any) -> Json:
        """A complaint of Ona's that intake recorded and heard itself say so."""
        async with self.desk.system() as client:
            answer = await client.post("/v1/complaints", json=complaint(**changes))
        assert answer.status_code == 201, answer.text
        found: Json = answer.json()
        await self.heard(found["id"])
        return found

    async def heard(self, complaint_id: str) -> None:
        """Intake hears its own event about a complaint."""
        for envelope in await self.desk.published(complaint_id):
            if envelope["type"] == ComplaintRecorded.type():
                event = ComplaintRecorded.model_validate(envelope["data"])
                await self.desk.hear(acknowledge_recorded, event, aggregate=event.complaint_id, versions=[1])

    async def arrived(self, complaint_id: str, owner: UUID = RASA, *, version: int = 2, how: str = "arrival") -> None:
        """Routing found the handler."""
        event = CaseAssigned(
            complaint_id=UUID(complaint_id),
            owner_id=owner,
            previous_owner_id=new_id(),
            how=how,
            assigned_at=self.clock.now(),
        )
        await self.desk.hear(follow_assignments, event, aggregate=event.complaint_id, versions=[version])

    async def due(self) -> list[Due]:
        """What is due at the test's time, leased to us."""
        async with self.desk.context.database.pool.acquire() as connection:
            return await claim(connection, kinds=list(SERVICE.timers), offset=self.clock.offset())

    async def run_due(self) -> int:
        """Run what is due, once, and say how much that was."""
        due = await self.due()
        for one in due:
            await SERVICE.timers[one.kind](one, self.desk.context)
        return len(due)

    async def acknowledgement(self, complaint_id: str) -> Json:
        """How far the acknowledgement of a complaint is, as the API shows it."""
        async with self.desk.system() as client:
            answer = await client.get(f"/v1/complaints/{complaint_id}/acknowledgement")
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    async def row(self, complaint_id: str) -> Json:
        """The complaint's own row."""
        found = await self.desk.context.database.pool.fetchrow("SELECT * FROM complaint WHERE id = $1", complaint_id)
        assert found is not None
        return dict(found)

    async def receive(self, raw: bytes | str) -> httpx.Response:
        """Hand an e-mail over, as the system that reads the mailbox."""
        return await received(self.desk, raw)


async def received(desk: Desk, raw: bytes | str, **headers: str) -> httpx.Response:
    """Hand an e-mail over."""
    content = raw.encode() if isinstance(raw, str) else raw
    async with desk.caller(scopes=["emails:receive"]) as client:
        return await client.post(
            "/v1/inbound-emails", content=content, headers={"content-type": "message/rfc822"} | headers
        )
