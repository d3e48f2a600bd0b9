"""A handoff: a case offered to someone else, who accepts or declines; until then the sender owns it (RO-4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from uuid import UUID

from services.routing.domain.ladder import Reason
from services.routing.domain.summary import Summary
from shared.kernel.errors import Conflict, FieldError, Forbidden, Invalid, NotFound


class HandoffStatus(Enum):
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TIMED_OUT = "timed_out"
    WITHDRAWN = "withdrawn"
    """The case was resolved, closed or moved otherwise meanwhile, so there is nothing to hand over."""


TRANSITIONS: dict[HandoffStatus, frozenset[HandoffStatus]] = {
    HandoffStatus.OFFERED: frozenset(
        {HandoffStatus.ACCEPTED, HandoffStatus.DECLINED, HandoffStatus.TIMED_OUT, HandoffStatus.WITHDRAWN}
    ),
    HandoffStatus.ACCEPTED: frozenset(),
    HandoffStatus.DECLINED: frozenset(),
    HandoffStatus.TIMED_OUT: frozenset(),
    HandoffStatus.WITHDRAWN: frozenset(),
}


class HandoffNotFound(NotFound):
    slug = "handoff-not-found"
    title = "There is no such handoff here"


class HandoffAnswered(Conflict):
    slug = "handoff-answered"
    title = "This handoff is over"


class HandoffOpen(Conflict):
    slug = "handoff-open"
    title = "The case is offered to someone already; they must answer first"


class NotTheReceiver(Forbidden):
    slug = "not-the-receiver"
    title = "Only the one to whom the case is offered can answer"


class CustomerNotTold(Invalid):
    slug = "customer-not-told"
    title = "An escalation takes effect only when the customer has been told why"

    def __init__(self) -> None:
        super().__init__(fields=(FieldError("/customer_told", "tell the customer why first, then say so here"),))


@dataclass(frozen=True, slots=True)
class Handoff:
    """An offer of a case from its owner to someone else, with the summary that goes with it."""

    id: UUID
    complaint_id: UUID
    from_id: UUID
    to_id: UUID
    reason: Reason
    summary: Summary
    status: HandoffStatus
    offered_at: datetime
    respond_by: datetime
    answered_at: datetime | None = None
    answered_by: str | None = None
    why: str | None = None
    follows_id: UUID | None = None
    """The handoff that nobody answered, one level below."""
    version: int = 1

    def require_receiver(self, staff_id: UUID | None, *, admin: bool) -> None:
        """Raises NotTheReceiver for anyone but the receiver or an admin."""
        if not admin and staff_id != self.to_id:
            raise NotTheReceiver

    def accepted(self, *, by: str, now: datetime) -> Handoff:
        """The receiver has read the summary and takes the case. Raises HandoffAnswered."""
        return self._became(HandoffStatus.ACCEPTED, by=by, now=now, why=None)

    def declined(self, *, by: str, why: str, now: datetime) -> Handoff:
        """The receiver says no, and why. Raises HandoffAnswered."""
        return self._became(HandoffStatus.DECLINED, by=by, now=now, why=why)

    def timed_out(self, *, now: datetime) -> Handoff:
        """Nobody answered in time. Raises HandoffAnswered."""
        return self._became(HandoffStatus.TIMED_OUT, by=None, now=now, why="no answer in time")

    def withdrawn(self, *, now: datetime, why: str = "the case is no longer open") -> Handoff:
        """Nobody need answer any more. Raises HandoffAnswered."""
        return self._became(HandoffStatus.WITHDRAWN, by=None, now=now, why=why)

    def climbed(self, *, id: UUID, to_id: UUID, now: datetime, answer_within: timedelta) -> Handoff:
        """The next offer, to somebody higher, with the same sender, reason and summary (RO-4)."""
        return Handoff(
            id=id,
            complaint_id=self.complaint_id,
            from_id=self.from_id,
            to_id=to_id,
            reason=self.reason,
            summary=self.summary,
            status=HandoffStatus.OFFERED,
            offered_at=now,
            respond_by=now + answer_within,
            follows_id=self.id,
        )

    def _became(self, status: HandoffStatus, *, by: str | None, now: datetime, why: str | None) -> Handoff:
        if status not in TRANSITIONS[self.status]:
            raise HandoffAnswered(f"This handoff is over: {self.status.value}", status=self.status.value)
        return replace(self, status=status, answered_at=now, answered_by=by, why=why, version=self.version + 1)
