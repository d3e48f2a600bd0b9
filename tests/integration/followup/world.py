"""Followup as it runs, with a clock that a test moves, and an intake that a test fills."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, Self
from uuid import UUID

import httpx
import orjson
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from services.followup.gateways import open_gateways
from services.followup.service import SERVICE
from services.followup.settings import FollowupSettings
from services.intake.domain.errors import ComplaintNotFound
from shared.contracts.envelope import Event
from shared.contracts.intake import ComplaintClosed, ComplaintReopened, ComplaintResolved
from shared.db.engine import Database
from shared.embedded.keys import make_keys
from shared.http.app import build_app
from shared.http.client import HttpClient
from shared.http.issuer import TokenIssuer
from shared.http.links import Links
from shared.http.problem_shape import problem_of
from shared.kernel.clock import FixedClock
from shared.kernel.ids import new_id
from shared.messaging.context import Context
from shared.messaging.subscription import Received
from shared.messaging.timers import Due, claim
from shared.messaging.transaction import Transaction, Transactions
from shared.messaging.wakeup import Wakeup
from shared.settings import Environment

REACTIONS = {subscription.event: subscription.reaction for subscription in SERVICE.subscriptions}


@dataclass
class Intake:
    """What intake answers about complaints; a complaint that it does not know is 404, a broken intake 503."""

    contacts: dict[str, dict[str, Any]] = field(default_factory=dict)
    broken: bool = False
    stranger: Response | None = None
    """What somebody else answers at its address."""

    def app(self) -> Starlette:
        async def contact(request: Request) -> Response:
            if self.broken:
                return Response(status_code=503)
            if self.stranger is not None:
                return self.stranger
            known = self.contacts.get(request.path_params["id"])
            return problem_of(ComplaintNotFound()) if known is None else JSONResponse(known)

        async def brief(request: Request) -> Response:
            return JSONResponse({"reference": "R-2026-7"})

        return Starlette(
            routes=[Route("/v1/complaints/{id}/contact", contact), Route("/v1/complaints/{id}/brief", brief)]
        )


@dataclass
class World:
    """One followup process and everything around it."""

    context: Context
    clock: FixedClock
    intake: Intake
    api: httpx.AsyncClient
    issuer: TokenIssuer
    mail_dir: Path

    @classmethod
    @asynccontextmanager
    async def open(cls, *, database_url: str, home: Path, **changes: Any) -> AsyncIterator[Self]:
        keys = make_keys(home / "keys")
        values: dict[str, Any] = {
            "environment": Environment.DEVELOPMENT,
            "database_url": SecretStr(database_url),
            "nats_url": "nats://127.0.0.1:1",
            "link_key": SecretStr(keys.link_key()),
            "jwks_file": keys.jwks,
            "mail_dir": home / "mail",
            "log_level": "WARNING",
        }
        settings = FollowupSettings(**(values | changes))
        clock = FixedClock(datetime.now(UTC))
        intake = Intake()
        async with AsyncExitStack() as stack:
            database = await Database.connect(database_url, application_name="test followup")
            stack.push_async_callback(database.close)
            wakeup = Wakeup(database.dsn)
            stack.push_async_callback(wakeup.close)
            client = await stack.enter_async_context(HttpClient(settings, transport=httpx.ASGITransport(intake.app())))
            context = Context(
                service="followup",
                settings=settings,
                clock=clock,
                database=database,
                transactions=Transactions(database.engine, wakeup),
                gateways=open_gateways(settings, client),
                links=Links(settings.link_key),
            )

            @asynccontextmanager
            async def opened() -> AsyncIterator[Context]:
                yield context

            app = build_app(SERVICE, opened)
            await stack.enter_async_context(app.app.router.lifespan_context(app.app))
            api = await stack.enter_async_context(
                httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:8003")
            )
            issuer = TokenIssuer.from_file(keys.signing, issuer="redress", audience="redress")
            yield cls(context, clock, intake, api, issuer, home / "mail")

    def bearer(self, *scopes: str) -> dict[str, str]:
        """The header of a client system with these scopes."""
        return {"authorization": f"Bearer {self.issuer.mint(subject='crm', scopes=scopes)}"}

    def person(self, role: str, *, staff: UUID | None = None, teams: Sequence[str] = ("*",)) -> dict[str, str]:
        """The header of somebody on the staff."""
        token = self.issuer.mint(subject=f"{role}:{staff}", roles=[role], staff_id=staff, teams=teams)
        return {"authorization": f"Bearer {token}"}

    async def hear(self, *events: Received[Any]) -> None:
        """React to events one by one, each in its own transaction, as the worker does after a failed batch."""
        for event in events:
            async with self.context.transactions.begin() as tx:
                await self.react(event, tx)

    async def react(self, event: Received[Any], tx: Transaction) -> None:
        """React to an event in a transaction of the test's own."""
        await REACTIONS[type(event.event)]([event], tx, self.clock.now())

    async def claim_due(self) -> Sequence[Due]:
        """What is due at the test's time, leased to us."""
        async with self.context.database.pool.acquire() as connection:
            return await claim(connection, kinds=list(SERVICE.timers), offset=self.clock.offset())

    async def run_due(self) -> int:
        """Run what is due, once, and say how much that was."""
        due = await self.claim_due()
        for one in due:
            await SERVICE.timers[one.kind](one, self.context)
        return len(due)

    def mails(self) -> list[EmailMessage]:
        """The mails in the folder."""
        return [
            message_from_bytes(path.read_bytes(), policy=default)  # type: ignore[arg-type]
            for path in sorted(self.mail_dir.glob("*.eml"))
        ]

    async def rows(self, query: str, *arguments: object) -> list[dict[str, Any]]:
        """The rows of a query."""
        return [dict(row) for row in await self.context.database.pool.fetch(query, *arguments)]

    async def told(self) -> list[dict[str, Any]]:
        """The envelopes in the outbox, in order."""
        rows = await self.rows("SELECT body FROM outbox ORDER BY created_at, id")
        return [orjson.loads(row["body"]) for row in rows]

    async def said(self) -> list[str]:
        """The types of the events in the outbox, without what they have in common."""
        return [one["type"].removeprefix("redress.followup.").removesuffix(".v1") for one in await self.told()]

    async def resolved_complaint(self, *, contact: dict[str, Any] | None = None, **changes: Any) -> UUID:
        """A complaint that was just resolved, of a customer who can be reached."""
        complaint = new_id()
        self.intake.contacts[str(complaint)] = contact or {
            "complaint_id": str(complaint), "name": "Anna", "email": "anna@example.com", "language": "en"
        }  # fmt: skip
        await self.hear(resolved(complaint, self.clock.now(), **changes))
        return complaint

    async def sent_survey(self, **changes: Any) -> dict[str, Any]:
        """A survey that went out thirty hours after its resolution, as the API shows it."""
        complaint = await self.resolved_complaint(**changes)
        self.clock.advance(timedelta(hours=30))
        await self.run_due()
        return await self.survey(complaint)

    async def survey(self, complaint: UUID) -> dict[str, Any]:
        """The latest survey about a complaint, as the API shows it."""
        answer = await self.api.get(f"/v1/surveys?complaint_id={complaint}", headers=self.bearer("surveys:read"))
        assert answer.status_code == 200, answer.text
        shown: dict[str, Any] = answer.json()["items"][0]
        return shown


def received(event: Event, complaint: UUID, version: int, now: datetime) -> Received[Any]:
    """An event as a reaction gets it."""
    return Received(event, new_id(), complaint, version, now, "test")


def resolved(
    complaint: UUID,
    now: datetime,
    *,
    number: int = 1,
    version: int = 4,
    language: str = "en",
    time_zone: str | None = None,
    department: str | None = None,
) -> Received[Any]:
    """A resolution."""
    event = ComplaintResolved(
        complaint_id=complaint,
        customer_id=None,
        language=language,
        time_zone=time_zone,
        department=department,
        product=None,
        owner_id=UUID(int=7),
        resolution_number=number,
        resolved_at=now,
    )
    return received(event, complaint, version, now)


def reopened(complaint: UUID, now: datetime, *, times: int = 1, version: int = 5) -> Received[Any]:
    """A reopening."""
    event = ComplaintReopened(complaint_id=complaint, owner_id=UUID(int=7), times=times, reopened_at=now)
    return received(event, complaint, version, now)


def closed(complaint: UUID, now: datetime, *, version: int = 5) -> Received[Any]:
    """A closing."""
    return received(ComplaintClosed(complaint_id=complaint, how="staff", closed_at=now), complaint, version, now)
