"""Ten complaints of March 2026, all counted, and one of January: what the tests of insights know to the last one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from tests.integration.intake.counting import AT, closed_after, count, open_desk, put, resolved_after, row
from tests.integration.intake.desk import Desk, Json
from tests.support.servers import DatabaseServer

MARCH = "from=2026-03&to=2026-03"
FORMULA = '=HYPERLINK("http://bad.example")'


def answered(hours: float) -> Json:
    """What says that the first answer came so many hours after AT."""
    return {"first_answered_at": AT + timedelta(hours=hours)}


@asynccontextmanager
async def counted_march(server: DatabaseServer, home: Path) -> AsyncIterator[Desk]:
    """Intake on a database that holds these and nothing else."""
    async with open_desk(server, home) as opened:
        deliveries: Json = {"department": "deliveries", "product": "παλτό"}
        returns: Json = {"department": "returns", "product": FORMULA}
        ids = await put(
            opened,
            row(**deliveries, **closed_after(10), **answered(1)),
            row(**deliveries, **closed_after(20), **answered(2), root_cause="delivery"),
            row(**deliveries, **closed_after(30, "silence"), **answered(30), late_times=2),
            row(**deliveries, **resolved_after(40), **answered(3), reopened_times=1, broken_promises=1),
            row(**deliveries, status="reopened", resolution_number=1, reopened_times=1, **answered(4)),
            row(**deliveries),
            row(**returns, **closed_after(100), **answered(200)),
            row(**returns, status="parted", **answered(5)),
            row(channel="web"),
            row(**returns, received_at=AT - timedelta(days=45)),
        )
        ids += await put(opened, row(**deliveries, status="merged", merged_into=ids[0], **answered(1)))
        await count(opened, ids)
        yield opened


async def look(desk: Desk, path: str) -> Json:
    """An insight as JSON."""
    async with desk.caller(scopes=["insights:read"]) as client:
        answer = await client.get(f"/v1/insights/{path}")
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "application/json"
        found: Json = answer.json()
        return found
