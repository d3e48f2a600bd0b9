"""The customer was told why the answer takes longer: the clocks that a holding response stops, stop (RO-7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.routing.commands.timed_case import timed_case
from services.routing.commands.timekeeping import tell_time
from services.routing.domain.actor import Actor
from services.routing.domain.holding import HoldingResponse
from services.routing.storage import pauses
from shared.kernel.ids import new_id
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class HoldResponse:
    """A holding response was sent now; `why` is a code, for the words are the customer's and stay with intake."""

    complaint_id: UUID
    why: str
    expected_by: datetime
    by: Actor
    now: datetime


async def hold_response(command: HoldResponse, tx: Transaction) -> HoldingResponse:
    """Keep it. Raises CaseNotFound, NothingRuns, ExpectedInThePast."""
    await timed_case(command.complaint_id, command.by, tx)
    response = HoldingResponse(
        id=new_id(),
        complaint_id=command.complaint_id,
        sent_at=command.now,
        expected_by=command.expected_by,
        why=command.why,
        by_subject=command.by.subject,
    )
    await pauses.hold(response, tx)
    await tell_time([command.complaint_id], tx)
    return response
