"""Who may give a level and authority in the directory."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.integration.routing.desk import Desk


def refund(amount: int, currency: str = "EUR", remedy: str = "refund") -> list[dict[str, Any]]:
    """Authority for one remedy."""
    return [{"remedy": remedy, "amount": amount, "currency": currency}]


async def change(
    desk: Desk, whom: UUID, headers: dict[str, str], *, version: int = 1, **members: Any
) -> httpx.Response:
    """Somebody changes somebody's record."""
    return await desk.client.patch(f"/v1/staff/{whom}", json=members, headers=headers | {"If-Match": f'"{version}"'})


async def add(desk: Desk, headers: dict[str, str], **members: Any) -> httpx.Response:
    """Somebody adds a colleague."""
    body = {"name": "New", "level": "agent", "department": "deliveries", "languages": ["en"]} | members
    return await desk.client.post("/v1/staff", json=body, headers=headers)


def refused(answer: httpx.Response, pointer: str) -> bool:
    """Whether it was refused for that member."""
    problem = answer.json()
    slug = problem["type"].rpartition("/")[2]
    pointers = [error["pointer"] for error in problem.get("errors", ())]
    return (answer.status_code, slug, pointers) == (403, "not-yours-to-give", [pointer])


async def test_nobody_changes_their_own_level_or_authority(desk: Desk) -> None:
    """RO-1, SU-4: neither up nor down; the rest of their own record is theirs to keep."""
    lead = await desk.hire("lead", authority=refund(100))
    headers = desk.headers("lead", staff=lead)
    before = await desk.rows("staff", "staff_authority", "outbox")
    assert refused(await change(desk, lead, headers, level="head"), "/level")
    assert refused(await change(desk, lead, headers, level="senior"), "/level")
    assert refused(await change(desk, lead, headers, authority=refund(50)), "/authority")
    assert refused(await change(desk, lead, headers, authority=refund(101)), "/authority")
    assert await desk.rows("staff", "staff_authority", "outbox") == before
    kept = await change(desk, lead, headers, level="lead", authority=refund(100), capacity=7)
    assert (kept.status_code, kept.json()["capacity"]) == (200, 7)


async def test_nobody_gives_more_than_they_hold(desk: Desk) -> None:
    """RO-1, SU-4: up to one's own level and limits, each remedy and currency of its own; those above are not theirs."""
    lead = await desk.hire("lead", authority=refund(100))
    headers = desk.headers("lead", staff=lead)
    agent, head = await desk.hire(authority=refund(500)), await desk.hire("head")
    assert refused(await change(desk, agent, headers, level="regional_manager"), "/level")
    for more in (refund(501), refund(1, currency="USD"), refund(1, remedy="voucher")):
        assert refused(await change(desk, agent, headers, authority=more), "/authority")
    assert refused(await change(desk, head, headers, level="agent"), "/level")
    assert refused(await change(desk, head, headers, authority=refund(1)), "/authority")
    assert refused(await add(desk, headers, level="head"), "/level")
    assert refused(await add(desk, headers, authority=refund(101)), "/authority")
    assert (await add(desk, headers, level="lead", authority=refund(100))).status_code == 201
    promoted = await change(desk, agent, headers, level="lead", authority=refund(100))
    assert (promoted.status_code, promoted.json()["level"]) == (200, "lead")


@pytest.mark.parametrize("inactive", [True, False])
async def test_without_an_active_record_of_their_own_a_person_adds_agents_only(desk: Desk, inactive: bool) -> None:
    """RO-1, SU-4: a lead whom the directory does not know gives nobody a level or authority."""
    lead = await desk.hire("lead", authority=refund(100))
    if inactive:
        assert (await change(desk, lead, desk.headers(), active=False)).status_code == 200
    headers = desk.headers("lead", staff=lead if inactive else None)
    assert refused(await add(desk, headers, level="senior"), "/level")
    assert refused(await add(desk, headers, authority=refund(1)), "/authority")
    added = await add(desk, headers)
    assert added.status_code == 201
    assert refused(await change(desk, UUID(added.json()["id"]), headers, level="lead"), "/level")


async def test_an_admin_and_the_directory_of_hr_give_any(desk: Desk) -> None:
    """RO-1, SU-4: an admin, also to themselves, and a client system."""
    me = await desk.hire("agent")
    own = await change(desk, me, desk.headers("admin", staff=me), level="head", authority=refund(10_000))
    assert own.status_code == 200
    system = {"Authorization": f"Bearer {desk.issuer.mint(subject='hr', scopes=['staff:write'])}"}
    assert (await add(desk, system, level="head", authority=refund(10_000))).status_code == 201
