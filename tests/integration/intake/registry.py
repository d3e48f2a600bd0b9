"""Customers as tests merge them: records that share nothing, and what the database says became of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from uuid import UUID

import httpx
from sqlalchemy import select

from services.intake.service import SERVICE
from services.intake.settings import IntakeSettings
from services.intake.storage.tables import complaint, customer
from shared.http.app import build_app
from shared.kernel.ids import new_id
from shared.runtime.context import open_context
from tests.integration.intake.desk import Desk, recorded
from tests.support.application import issuer_of, keys_for, settings_of

SCOPES = ("complaints:read", "complaints:write", "customers:read", "customers:write")


def keeper(desk: Desk) -> httpx.AsyncClient:
    """A client system that may do all with customers."""
    return desk.caller(scopes=SCOPES)


@dataclass
class Registry:
    """A few customers of one test."""

    desk: Desk
    client: httpx.AsyncClient
    emails: dict[UUID, str] = field(default_factory=dict)

    @classmethod
    @asynccontextmanager
    async def open(cls, url: str, home: Path) -> AsyncIterator[Self]:
        """An application of its own over a database, in this event loop."""
        keys = keys_for(home)
        settings = settings_of(IntakeSettings, keys, database_url=url)
        app = build_app(SERVICE, lambda: open_context(SERVICE, settings, application_name="test registry"))
        async with app.app.router.lifespan_context(app.app):
            desk = Desk(app, app.state.context, issuer_of(keys))
            async with keeper(desk) as client:
                yield cls(desk, client)

    async def newcomer(self) -> tuple[UUID, UUID]:
        """A customer whom nobody knows, with a first complaint: both ids."""
        email = f"{new_id().hex}@example.lt"
        told = await recorded(self.client, customer={"email": email})
        customer_id = UUID(told["customer"]["id"])
        self.emails[customer_id] = email
        return customer_id, UUID(told["id"])

    async def record(self, customer_id: UUID) -> tuple[UUID, UUID]:
        """A complaint under this record's key: its id, and with whom it was recorded."""
        told = await recorded(self.client, customer={"email": self.emails[customer_id]})
        return UUID(told["id"]), UUID(told["customer"]["id"])

    async def merge(self, customer_id: UUID, into: UUID) -> int:
        """Merge; the status."""
        return (await self.client.post(f"/v1/customers/{customer_id}/merge", json={"into": str(into)})).status_code

    async def unmerge(self, customer_id: UUID) -> int:
        """Un-merge; the status."""
        return (await self.client.post(f"/v1/customers/{customer_id}/unmerge", json={})).status_code

    async def whereabouts(self) -> tuple[dict[UUID, UUID], dict[UUID, tuple[UUID | None, UUID | None]]]:
        """With whom each complaint is; into what each record was merged and who stands for it."""
        async with self.desk.context.transactions.begin() as tx:
            told = await tx.execute(select(complaint.c.id, complaint.c.customer_id))
            known = await tx.execute(select(customer.c.id, customer.c.merged_into, customer.c.survivor_id))
            return {row[0]: row[1] for row in told}, {row[0]: (row[1], row[2]) for row in known}

    async def at_once(self, *work: Any) -> list[Any]:
        """All at the same time, each on a connection of its own."""
        return list(await asyncio.gather(*work))
