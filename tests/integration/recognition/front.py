"""Recognition's real application over HTTP, and tokens for whoever calls it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx

from services.recognition.service import SERVICE
from services.recognition.settings import RecognitionSettings
from shared.http.issuer import TokenIssuer
from shared.http.links import Links
from shared.kernel.clock import FixedClock
from shared.messaging.context import Context
from tests.integration.recognition.hall import NOW, Hall
from tests.support.application import issuer_of, keys_for, opened, settings_of


@dataclass
class Front:
    """The service in a test."""

    client: httpx.AsyncClient
    issuer: TokenIssuer

    def bearer(
        self, role: str | None = "admin", *, staff: UUID | None = None, scopes: str | None = None
    ) -> dict[str, str]:
        """Who calls: a role, a person, or a system that holds only scopes."""
        token = self.issuer.mint(
            subject=f"test:{staff or role or 'system'}",
            roles=[role] if role else [],
            scopes=scopes.split() if scopes else None,
            staff_id=staff,
            teams=["*"] if role else [],
        )
        return {"Authorization": f"Bearer {token}"}

    async def get(self, path: str, *, status: int = 200, **who: Any) -> Any:
        """The answer's body."""
        answer = await self.client.get(path, headers=self.bearer(**who))
        assert answer.status_code == status, answer.text
        return answer.json()

    async def post(
        self, path: str, body: Any = None, *, status: int = 200, headers: dict[str, str] | None = None, **who: Any
    ) -> Any:
        """The answer's body."""
        answer = await self.client.post(path, json=body, headers=self.bearer(**who) | (headers or {}))
        assert answer.status_code == status, answer.text
        return answer.json()


@asynccontextmanager
async def open_front(hall: Hall, folder: Path) -> AsyncIterator[Front]:
    """Open the application over a hall's database."""
    keys = keys_for(folder)
    settings = settings_of(RecognitionSettings, keys, database_url=hall.database.dsn)
    context = Context(
        service="recognition",
        settings=settings,
        clock=FixedClock(NOW),
        database=hall.database,
        transactions=hall.transactions,
        gateways=None,
        links=Links(settings.link_key),
    )

    async with (
        opened(SERVICE, context) as app,
        httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://recognition") as client,
    ):
        yield Front(client, issuer_of(keys))
