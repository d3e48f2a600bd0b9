"""Health for orchestrators: alive, ready to serve, and the metrics."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from shared.db import migrate
from shared.db.engine import Database
from shared.observability.metrics import exposition

_PATIENCE_SECONDS = 2.0

Check = Callable[[], Awaitable[str | None]]
"""Says what is wrong, or None when nothing is."""
Checks = Callable[[Request], Mapping[str, Check]]


def database_checks(database: Database, migrations: Path | None) -> dict[str, Check]:
    """The database answers, and stands at the newest migration of the code that runs."""
    expected = migrate.head(migrations) if migrations is not None else None

    async def answers() -> str | None:
        async with database.pool.acquire() as connection:
            await connection.execute("SELECT 1")
        return None

    async def migrated() -> str | None:
        if expected is None:
            return None
        async with database.engine.connect() as connection:
            current = await migrate.current(connection)
        # During a rolling upgrade the database may be ahead of us: the old code must go on serving.
        return None if current is not None and current >= expected else f"at {current}, expected {expected}"

    return {"database": answers, "migrations": migrated}


async def run(checks: Mapping[str, Check]) -> dict[str, str]:
    """What each check says: `ok`, or what is wrong; all at once, each within two seconds."""
    return dict(zip(checks, await asyncio.gather(*(_one(check) for check in checks.values())), strict=True))


async def _one(check: Check) -> str:
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            return await check() or "ok"
    except TimeoutError:
        return "no answer in time"
    except Exception as error:
        # Only the kind: a database's message may name hosts and users.
        return f"fails: {type(error).__name__}"


async def livez(_: Request) -> Response:
    """The process runs its loop; it says nothing of what it depends on."""
    return _answer(200, {"status": "alive"})


def readyz(checks: Checks) -> Any:
    """The route that says whether this process can do its work: 200, or 503 with what can't."""

    async def answer(request: Request) -> Response:
        found = await run(checks(request))
        ready = all(said == "ok" for said in found.values())
        return _answer(200 if ready else 503, {"status": "ready" if ready else "not ready", "checks": found})

    return answer


async def metrics(_: Request) -> Response:
    """What Prometheus reads."""
    body, media_type = exposition()
    return Response(body, headers={"content-type": media_type})


def routes(checks: Checks) -> list[Route]:
    """The three routes, for an API or for a worker's own small application."""
    return [
        Route("/livez", livez, include_in_schema=False),
        Route("/readyz", readyz(checks), include_in_schema=False),
        Route("/metrics", metrics, include_in_schema=False),
    ]


def _answer(status: int, document: Mapping[str, Any]) -> Response:
    headers = {"cache-control": "no-store"}
    return Response(orjson.dumps(document), status_code=status, media_type="application/json", headers=headers)
