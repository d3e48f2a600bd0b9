"""Bodies of requests about clocks and pauses, and of their answers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from services.routing.api.schemas import ClockOut
from services.routing.domain.holding import HoldingResponse
from services.routing.domain.pause import Pause, PauseReason
from services.routing.queries.clock_list import ClockFound
from shared.http.schemas import Code, In, Instant, Out


class PauseIn(In):
    """What we wait for, which is the customer's to give; `until` where it is known when we go on at the latest."""

    reason: PauseReason
    until: Instant | None = None


class PauseOut(Out):
    """A pause. What the customer says ends it too: the clocks show that, not this."""

    id: UUID
    complaint_id: UUID
    reason: PauseReason
    since: datetime
    until: datetime | None
    ended_at: datetime | None
    by_subject: str
    version: int

    @classmethod
    def of(cls, pause: Pause) -> Self:
        return cls.model_validate(pause)


class HoldingResponseIn(In):
    """Why the final response takes longer, as a code, and by when it is expected. The words went to the customer."""

    why: Annotated[str, Code(64)]
    expected_by: Instant


class HoldingResponseOut(Out):
    """A holding response that was sent."""

    id: UUID
    complaint_id: UUID
    why: str
    sent_at: datetime
    expected_by: datetime
    by_subject: str

    @classmethod
    def of(cls, response: HoldingResponse) -> Self:
        return cls.model_validate(response)


class RunningClockOut(ClockOut):
    """A clock that runs, with its case."""

    complaint_id: UUID
    reference: str
    owner_id: UUID
    department: str | None

    @classmethod
    def found(cls, found: ClockFound, now: datetime) -> Self:
        return cls(
            **ClockOut.at(found.clock, now).model_dump(),
            complaint_id=found.clock.complaint_id,
            reference=found.reference,
            owner_id=found.owner_id,
            department=found.department,
        )
