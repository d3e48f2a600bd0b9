"""Scenes for the tests of cool-downs, conduct, callbacks and appointments: hot cases, reports, bookings."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx

from tests.integration.routing.desk import Desk

THREAT = "He said that he would find her."


async def hot_case(desk: Desk, owner: UUID, **members: Any) -> UUID:
    """A case of an angry customer that its recorder keeps, for nobody else speaks their language."""
    return await desk.open_case(owner, **{"feeling": "angry", "language": "lt"} | members)


async def turns(desk: Desk, staff: UUID) -> list[dict[str, Any]]:
    """When somebody had hot cases, in order."""
    rows = await desk.context.database.pool.fetch(
        "SELECT * FROM hot_turn WHERE staff_id = $1 ORDER BY began_at, complaint_id", staff
    )
    return [dict(row) for row in rows]


async def too_close(desk: Desk, rest: timedelta) -> list[dict[str, Any]]:
    """Hot cases that were given to somebody within the rest after one that they were given, or that left them."""
    rows = await desk.context.database.pool.fetch(
        """
        SELECT later.* FROM hot_turn later JOIN hot_turn before USING (staff_id)
        WHERE later.given AND (before.began_at, before.complaint_id) <> (later.began_at, later.complaint_id)
            AND ((before.began_at <= later.began_at AND later.began_at < before.began_at + $1::interval)
                OR (before.ended_at <= later.began_at AND later.began_at < before.ended_at + $1::interval))
        """,
        rest,
    )
    return [dict(row) for row in rows]


async def post(desk: Desk, path: str, staff: UUID | None, *, role: str = "agent", **body: Any) -> httpx.Response:
    """Somebody sends something; without a person an admin does."""
    headers = desk.headers(role, staff=staff) if staff else desk.headers()
    return await desk.client.post(path, json=body, headers=headers)


async def report(desk: Desk, complaint: UUID, staff: UUID, **body: Any) -> dict[str, Any]:
    """An employee reports what a customer did to them."""
    answer = await post(
        desk, f"/v1/cases/{complaint}/conduct", staff, **{"level": "threatening", "text": THREAT} | body
    )
    assert answer.status_code == 201, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


async def sanction(desk: Desk, conduct: str, manager: UUID, **body: Any) -> httpx.Response:
    """A manager decides: for thirty days the customer can only write, unless said otherwise."""
    asked = {
        "measure": "written_only",
        "text": "Threats against our colleague are not accepted.",
        "until": (desk.clock.now() + timedelta(days=30)).isoformat(),
        "appeal_told": "by letter",
    }
    return await post(desk, f"/v1/conduct/{conduct}/sanction", manager, role="manager", **asked | body)


async def sanctioned(desk: Desk, **members: Any) -> tuple[UUID, UUID, UUID, dict[str, Any]]:
    """A case whose customer was sanctioned: the complaint, the employee, the manager and the sanction."""
    agent, senior = await desk.hire(), await desk.hire("senior", department="billing")
    manager = await desk.hire("regional_manager", name="Rūta")
    complaint = await desk.open_case(agent, **members)
    conduct = await report(desk, complaint, agent)
    talked = await post(desk, f"/v1/conduct/{conduct['id']}/word", senior, outcome="goes_on", text="He went on.")
    assert talked.status_code == 200, talked.text
    decided = await sanction(desk, conduct["id"], manager)
    assert decided.status_code == 201, decided.text
    return complaint, agent, manager, decided.json()


async def book(desk: Desk, complaint: UUID, staff: UUID | None = None, **body: Any) -> httpx.Response:
    """A callback in two hours, unless said otherwise."""
    asked = {"kind": "callback", "starts_at": (desk.clock.now() + timedelta(hours=2)).isoformat()} | body
    asked = {name: value for name, value in asked.items() if value is not None}
    return await post(desk, f"/v1/cases/{complaint}/appointments", staff, **asked)


async def booked(desk: Desk, complaint: UUID, **body: Any) -> dict[str, Any]:
    """The same, as it was booked by an admin."""
    answer = await book(desk, complaint, **body)
    assert answer.status_code == 201, answer.text
    shown: dict[str, Any] = answer.json()
    return shown
