"""A small intake beside routing: its answers over HTTP, and the events that it would tell."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import JSONResponse

from shared.contracts.intake import ComplaintClassified, ComplaintClosed, ComplaintContacted, ComplaintRecorded
from shared.kernel.ids import new_id
from shared.messaging.subscription import Received

START = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
NARRATIVE = "I ordered a blue coat and got a green one.\nNobody called me back."


@dataclass
class IntakeBeside:
    """Answers for intake's brief over HTTP; `down` answers 503, as a gateway in front of a stopped one would."""

    down: bool = False
    asked: list[str] = field(default_factory=list)

    async def brief(self, request: Request) -> JSONResponse:
        self.asked.append(request.path_params["complaint_id"])
        if self.down:
            return JSONResponse({}, status_code=503)
        return JSONResponse(
            {
                "complaint_id": request.path_params["complaint_id"],
                "reference": "C-2026-1",
                "narrative": NARRATIVE,
                "additions": [],
                "recap": {"version": 1, "text": "A green coat came.", "confirmed_at": "2026-03-02T13:00:00Z"},
                "desired_resolution": {"kind": "exchange", "detail": "the blue coat"},
                "feeling": "upset",
                "contacts_so_far": 2,
                "resolutions": [],
            }
        )


def recorded(recorder: UUID, **members: Any) -> ComplaintRecorded:
    """A complaint about deliveries, in English, wishing an exchange, unless said otherwise."""
    defaults: dict[str, Any] = {
        "complaint_id": new_id(),
        "reference": "C-2026-1",
        "customer_id": new_id(),
        "returning": False,
        "owner_id": recorder,
        "channel": "phone",
        "language": "en",
        "feeling": "upset",
        "desired_resolution": "exchange",
        "product": "coat",
        "department": "deliveries",
        "recorded_at": START,
    }
    return ComplaintRecorded.model_validate(defaults | members)


def received(event: Any, *, version: int) -> Received[Any]:
    """An event as the consumer hands it to a reaction."""
    return Received(
        event=event,
        id=new_id(),
        aggregate_id=event.complaint_id,
        version=version,
        time=START,
        correlation_id="test",
    )


def closed(complaint: UUID, *, version: int) -> Received[Any]:
    """The customer said that it is solved."""
    event = ComplaintClosed(complaint_id=complaint, how="confirmed", closed_at=START + timedelta(hours=9))
    return received(event, version=version)


def classified(complaint: UUID, *, version: int, **members: Any) -> Received[Any]:
    """Somebody said what it is about: what was recorded, unless said otherwise."""
    defaults: dict[str, Any] = {
        "complaint_id": complaint,
        "department": "deliveries",
        "product": "coat",
        "branch": None,
        "category": None,
        "urgency": "normal",
        "feeling": "upset",
        "desired_resolution": "exchange",
        "root_cause": None,
        "classified_at": START + timedelta(minutes=version),
    }
    return received(ComplaintClassified.model_validate(defaults | members), version=version)


def contacted(complaint: UUID, *, version: int, **members: Any) -> Received[Any]:
    """A person here called the customer, unless said otherwise."""
    defaults: dict[str, Any] = {
        "complaint_id": complaint,
        "direction": "out",
        "channel": "phone",
        "minutes_waited": None,
        "contacted_at": START + timedelta(minutes=version),
    }
    return received(ComplaintContacted.model_validate(defaults | members), version=version)
