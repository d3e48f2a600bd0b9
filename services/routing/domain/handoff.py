"""A handoff: a case offered to someone else, who accepts or declines; until then the sender owns it (RO-4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from uuid import UUID

from services.routing.domain.handoff_errors import (
    HandoffAnswered,
    HandoffAwaitsSummary,
    HandoffUnanswered,
    NotTheReceiver,
    NotTheSender,
    SummaryChanged,
)
from services.routing.domain.ladder import Reason
from services.routing.domain.needless import Needless
from services.routing.domain.summary import Circumstances, Summary

LONGEST_WAIT = timedelta(days=1)
"""Where nobody stands higher, whoever is silent is asked again after twice the time, up to this."""


class HandoffStatus(Enum):
    AWAITING_SUMMARY = "awaiting_summary"
    """Asked for while intake was away: everybody sees it, nobody can answer yet, the sender owns (RO-3)."""
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TIMED_OUT = "timed_out"
    WITHDRAWN = "withdrawn"
    """Taken back by the sender; or the case was resolved, closed or moved otherwise meanwhile."""


TRANSITIONS: dict[HandoffStatus, frozenset[HandoffStatus]] = {
    HandoffStatus.AWAITING_SUMMARY: frozenset({HandoffStatus.OFFERED, HandoffStatus.WITHDRAWN}),
    HandoffStatus.OFFERED: frozenset(
        {HandoffStatus.ACCEPTED, HandoffStatus.DECLINED, HandoffStatus.TIMED_OUT, HandoffStatus.WITHDRAWN}
    ),
    HandoffStatus.ACCEPTED: frozenset(),
    HandoffStatus.DECLINED: frozenset(),
    HandoffStatus.TIMED_OUT: frozenset(),
    HandoffStatus.WITHDRAWN: frozenset(),
}
OPEN = frozenset({HandoffStatus.AWAITING_SUMMARY, HandoffStatus.OFFERED})
"""A case has at most one handoff that is open."""


class ReadHow(Enum):
    """What proves that the receiver read the summary."""

    BEFORE = "before"
    """They fetched it before they answered."""
    WITH_ACCEPTANCE = "with_acceptance"
    """They got it whole with the acceptance."""


@dataclass(frozen=True, slots=True)
class Offer:
    """To whom a case is offered, as what, and until when they have to answer."""

    to_id: UUID
    step: int
    summary: Summary
    text: str
    text_language: str
    respond_by: datetime


@dataclass(frozen=True, slots=True)
class Handoff:
    """A case asked to go from its owner to someone else; with its summary as soon as that could be built."""

    id: UUID
    complaint_id: UUID
    from_id: UUID
    to_id: UUID
    circumstances: Circumstances
    status: HandoffStatus
    offered_at: datetime
    """When the receiver was asked last; while it waits for its summary, when somebody wanted it."""
    step: int = 1
    """The receiver's step on the ladder, from 1."""
    respond_by: datetime | None = None
    summary: Summary | None = None
    text: str | None = None
    """The summary for reading, in the receiver's language."""
    text_language: str | None = None
    reminders: int = 0
    """How often whoever stands at the top has been asked again."""
    needless: Needless | None = None
    read_at: datetime | None = None
    read_how: ReadHow | None = None
    answered_at: datetime | None = None
    answered_by: str | None = None
    why: str | None = None
    receiver_said_needed: bool | None = None
    receiver_said_why: str | None = None
    follows_id: UUID | None = None
    """The handoff that nobody answered, below on the ladder."""
    version: int = 1

    @property
    def reason(self) -> Reason:
        return self.circumstances.reason

    @property
    def summary_sha256(self) -> str | None:
        return None if self.summary is None else self.summary.sha256

    def require_receiver(self, staff_id: UUID | None, *, admin: bool) -> None:
        """Raises NotTheReceiver for anyone but the receiver or an admin."""
        if not admin and staff_id != self.to_id:
            raise NotTheReceiver

    def require_sender(self, staff_id: UUID | None, *, admin: bool) -> None:
        """Raises NotTheSender for anyone but the sender or an admin."""
        if not admin and staff_id != self.from_id:
            raise NotTheSender

    def offered(self, offer: Offer, *, now: datetime) -> Handoff:
        """The summary is there, so the receiver can be asked (RO-3). Raises HandoffAnswered."""
        self._require(HandoffStatus.OFFERED)
        return replace(
            self,
            status=HandoffStatus.OFFERED,
            to_id=offer.to_id,
            step=offer.step,
            summary=offer.summary,
            text=offer.text,
            text_language=offer.text_language,
            offered_at=now,
            respond_by=offer.respond_by,
            version=self.version + 1,
        )

    def accepted(self, *, by: str, now: datetime, summary_sha256: str | None = None) -> Handoff:
        """The receiver has read the summary and takes the case; the answer holds it whole, which proves it (RO-4).

        Raises HandoffAwaitsSummary, HandoffAnswered, SummaryChanged for another digest than that of this summary.
        """
        accepted = self._answered(HandoffStatus.ACCEPTED, by=by, now=now, why=None)
        if summary_sha256 is not None and summary_sha256 != self.summary_sha256:
            raise SummaryChanged(summary_sha256=self.summary_sha256)
        if self.read_at is not None:
            return accepted
        return replace(accepted, read_at=now, read_how=ReadHow.WITH_ACCEPTANCE)

    def declined(self, *, by: str, why: str, now: datetime) -> Handoff:
        """The receiver says no, and why. Raises HandoffAwaitsSummary, HandoffAnswered."""
        return self._answered(HandoffStatus.DECLINED, by=by, now=now, why=why)

    def timed_out(self, *, now: datetime) -> Handoff:
        """Nobody answered in time. Raises HandoffAnswered."""
        return self._ended(HandoffStatus.TIMED_OUT, by=None, now=now, why="no answer in time")

    def withdrawn(self, *, now: datetime, why: str = "the case is no longer open", by: str | None = None) -> Handoff:
        """Nobody need answer any more. Raises HandoffAnswered."""
        return self._ended(HandoffStatus.WITHDRAWN, by=by, now=now, why=why)

    def climbed(self, *, id: UUID, offer: Offer, now: datetime) -> Handoff:
        """The next offer, to somebody higher, with the same sender, reason and summary (RO-4)."""
        return Handoff(
            id=id,
            complaint_id=self.complaint_id,
            from_id=self.from_id,
            to_id=offer.to_id,
            circumstances=self.circumstances,
            status=HandoffStatus.OFFERED,
            offered_at=now,
            step=offer.step,
            respond_by=offer.respond_by,
            summary=offer.summary,
            text=offer.text,
            text_language=offer.text_language,
            needless=self.needless,
            follows_id=self.id,
        )

    def asked_again(self, *, respond_by: datetime, now: datetime) -> Handoff:
        """Nobody stands higher: the offer stays, and the receiver is asked once more (RO-4). Raises HandoffAnswered."""
        if self.status is not HandoffStatus.OFFERED:
            raise HandoffAnswered(f"This handoff is over: {self.status.value}", status=self.status.value)
        return replace(
            self, offered_at=now, respond_by=respond_by, reminders=self.reminders + 1, version=self.version + 1
        )

    def patience(self, within: timedelta) -> timedelta:
        """How long to wait after one more reminder, where somebody has `within` to answer at first."""
        return max(within, min(within * (1 << min(self.reminders + 1, 16)), LONGEST_WAIT))

    def judged(self, *, needed: bool, why: str | None) -> Handoff:
        """The receiver says whether they were needed at all (RO-5). Raises HandoffUnanswered."""
        if self.status not in (HandoffStatus.ACCEPTED, HandoffStatus.DECLINED):
            raise HandoffUnanswered
        return replace(self, receiver_said_needed=needed, receiver_said_why=why, version=self.version + 1)

    def _answered(self, status: HandoffStatus, *, by: str, now: datetime, why: str | None) -> Handoff:
        if self.status is HandoffStatus.AWAITING_SUMMARY:
            raise HandoffAwaitsSummary
        return self._ended(status, by=by, now=now, why=why)

    def _ended(self, status: HandoffStatus, *, by: str | None, now: datetime, why: str | None) -> Handoff:
        self._require(status)
        return replace(self, status=status, answered_at=now, answered_by=by, why=why, version=self.version + 1)

    def _require(self, status: HandoffStatus) -> None:
        if status not in TRANSITIONS[self.status]:
            raise HandoffAnswered(f"This handoff is over: {self.status.value}", status=self.status.value)
