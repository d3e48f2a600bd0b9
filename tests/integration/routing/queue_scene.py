"""Queues in a test: cases that wait, people who claim, leads who look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import httpx

from shared.kernel.ids import new_id
from tests.integration.routing.desk import Desk, received, recorded


async def waiting_cases(desk: Desk, count: int, **members: Any) -> list[UUID]:
    """Complaints that nobody can take as they arrive: in Greek, unless said otherwise."""
    events = [recorded(new_id(), **({"language": "el"} | members)) for _ in range(count)]
    await desk.hear(*(received(event, version=1) for event in events))
    return [event.complaint_id for event in events]


async def claim(desk: Desk, staff: UUID | None, **body: Any) -> httpx.Response:
    """Somebody asks for the next case."""
    return await desk.client.post("/v1/queue/next", json=body, headers=desk.headers("agent", staff=staff))


async def claimed(desk: Desk, staff: UUID, **body: Any) -> UUID | None:
    """The case that they got, if any."""
    answer = await claim(desk, staff, **body)
    assert answer.status_code == 200, answer.text
    case = answer.json()["case"]
    return None if case is None else UUID(case["complaint_id"])


async def reassign(desk: Desk, complaint: UUID, *, version: int | None = None, **body: Any) -> httpx.Response:
    """A lead gives a case to somebody else."""
    headers = desk.headers("lead") | ({"if-match": f'"{version}"'} if version else {})
    asked = {"why": "they know the customer"} | body
    return await desk.client.post(f"/v1/cases/{complaint}/reassignment", json=asked, headers=headers)


async def every_page(
    desk: Desk, path: str, *, limit: int, role: str = "lead", staff: UUID | None = None, teams: Sequence[str] = ("*",)
) -> list[dict[str, Any]]:
    """All items of a list, page by page."""
    found: list[dict[str, Any]] = []
    cursor = ""
    while True:
        sign = "&" if "?" in path else "?"
        answer = await desk.client.get(
            f"{path}{sign}limit={limit}{cursor}", headers=desk.headers(role, staff=staff, teams=teams)
        )
        assert answer.status_code == 200, answer.text
        page = answer.json()
        assert len(page["items"]) <= limit
        found += page["items"]
        if page["next"] is None:
            return found
        cursor = f"&cursor={page['next']}"
