"""What the tests of clocks share: facts with their times, and clocks by their kind."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from shared.contracts.intake import ComplaintOffered, ComplaintReopened, ComplaintResolved
from shared.kernel.ids import new_id
from shared.messaging.subscription import Received
from tests.integration.routing.desk import START, Desk, received
from tests.integration.routing.intake_beside import contacted

HOUR = timedelta(hours=1)


def after(hours: float) -> datetime:
    """So many hours after the complaint was recorded."""
    return START + hours * HOUR


def called(complaint: UUID, version: int, hours: float, **members: Any) -> Received[Any]:
    """A person here called the customer, or `direction="in"` they us."""
    return contacted(complaint, version=version, contacted_at=after(hours), **members)


def offered(complaint: UUID, version: int, hours: float) -> Received[Any]:
    """Options were put to the customer."""
    event = ComplaintOffered(
        complaint_id=complaint, offer_id=new_id(), options=("refund",), refused=False, offered_at=after(hours)
    )
    return received(event, version=version)


def resolved(complaint: UUID, version: int, hours: float, *, number: int = 1) -> Received[Any]:
    """A resolution was given."""
    event = ComplaintResolved(
        complaint_id=complaint,
        customer_id=None,
        language="en",
        time_zone=None,
        department="deliveries",
        product="coat",
        owner_id=new_id(),
        resolution_number=number,
        resolved_at=after(hours),
    )
    return received(event, version=version)


def reopened(complaint: UUID, version: int, hours: float, *, times: int = 1) -> Received[Any]:
    """Not solved."""
    event = ComplaintReopened(complaint_id=complaint, owner_id=new_id(), times=times, reopened_at=after(hours))
    return received(event, version=version)


async def clocks(desk: Desk, complaint: UUID) -> dict[tuple[str, int], dict[str, Any]]:
    """The clocks of a case by kind and round, as an admin sees them."""
    return {(clock["kind"], clock["round"]): clock for clock in (await desk.case(complaint))["clocks"]}


async def due(desk: Desk, complaint: UUID, kind: str, number: int = 1) -> datetime:
    """When a clock of a case is due."""
    return datetime.fromisoformat((await clocks(desk, complaint))[kind, number]["due_at"])


async def falls_due(desk: Desk, complaint: UUID) -> datetime | None:
    """When the one timer of a case's clocks falls due; None: there is none."""
    rows = await desk.context.database.pool.fetch(
        "SELECT due_at FROM timer WHERE kind = 'case_clock' AND key = $1", complaint
    )
    assert len(rows) <= 1
    return rows[0]["due_at"] if rows else None


async def post(desk: Desk, path: str, body: dict[str, Any], **who: Any) -> tuple[int, dict[str, Any]]:
    """POST something as an admin, or whoever is named."""
    answer = await desk.client.post(path, json=body, headers=desk.headers(**who))
    return answer.status_code, answer.json()
