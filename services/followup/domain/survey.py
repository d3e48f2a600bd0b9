"""A survey: one question to one customer about one resolution, and the states that it may go through."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID

from services.followup.domain.errors import SurveyNotOpen


class SurveyStatus(Enum):
    """Where a survey stands."""

    SCHEDULED = "scheduled"
    SENDING = "sending"
    SENT = "sent"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    MISSED = "missed"
    UNKNOWN = "unknown"
    """Cut off while sending: it may have gone out, and is never sent again by itself."""
    ASSUMED = "assumed"
    """Sent, not answered in time: documented silence."""


class Step(Enum):
    """What may happen to a survey."""

    POSTPONE = "postpone"
    CLAIM = "claim"
    RELEASE = "release"
    RECORD_SENT = "record sent"
    LOSE_SIGHT = "lose sight"
    MISS = "miss"
    WITHDRAW = "withdraw"
    ANSWER = "answer"
    ASSUME = "assume"


S = SurveyStatus
TRANSITIONS: dict[tuple[SurveyStatus, Step], SurveyStatus] = {
    (S.SCHEDULED, Step.POSTPONE): S.SCHEDULED,
    (S.SCHEDULED, Step.CLAIM): S.SENDING,
    (S.SCHEDULED, Step.MISS): S.MISSED,
    (S.SCHEDULED, Step.WITHDRAW): S.WITHDRAWN,
    # The mail server said plainly that it did not take it: it may be tried again.
    (S.SENDING, Step.RELEASE): S.SCHEDULED,
    (S.SENDING, Step.MISS): S.MISSED,
    (S.SENDING, Step.RECORD_SENT): S.SENT,
    (S.SENDING, Step.LOSE_SIGHT): S.UNKNOWN,
    (S.SENDING, Step.WITHDRAW): S.WITHDRAWN,
    # A customer can be quicker than our own note that it was sent.
    (S.SENDING, Step.ANSWER): S.ANSWERED,
    (S.ANSWERED, Step.RECORD_SENT): S.ANSWERED,
    (S.WITHDRAWN, Step.RECORD_SENT): S.WITHDRAWN,
    (S.UNKNOWN, Step.RECORD_SENT): S.SENT,
    (S.UNKNOWN, Step.ANSWER): S.ANSWERED,
    (S.UNKNOWN, Step.WITHDRAW): S.WITHDRAWN,
    (S.SENT, Step.ANSWER): S.ANSWERED,
    (S.SENT, Step.WITHDRAW): S.WITHDRAWN,
    (S.SENT, Step.ASSUME): S.ASSUMED,
    # Late is not too late: whoever was taken for content may still say otherwise.
    (S.ASSUMED, Step.ANSWER): S.ANSWERED,
}


class Missed(Enum):
    """Why a survey could not go out."""

    SANCTIONED = "sanctioned"
    """Its customer was sanctioned for their conduct: nobody asks them to rate whom they hurt (RO-11)."""
    LATE = "late"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """One survey, at one version of it. Times are UTC."""

    id: UUID
    complaint_id: UUID
    resolution_number: int
    complaint_version: int
    customer_id: UUID | None
    owner_id: UUID
    department: str | None
    product: str | None
    language: str
    time_zone: str | None
    resolved_at: datetime
    scheduled_for: datetime
    created_at: datetime
    status: SurveyStatus = SurveyStatus.SCHEDULED
    version: int = 1
    attempts: int = 0
    claim_id: UUID | None = None
    """Who is sending it, or sent it: the fencing of the one attempt that may record its end."""
    link_expires_at: datetime | None = None
    sent_at: datetime | None = None
    channel: str | None = None
    why_missed: Missed | None = None

    def may(self, step: Step) -> bool:
        """Whether the step is allowed from here."""
        return (self.status, step) in TRANSITIONS

    def _after(self, step: Step, **changes: Any) -> Survey:
        following = TRANSITIONS.get((self.status, step))
        if following is None:
            raise SurveyNotOpen(f"the survey is {self.status.value}: it can't {step.value}")
        return replace(self, status=following, version=self.version + 1, **changes)

    def postpone(self, *, until: datetime) -> Survey:
        """Put it off to `until`, when it is daytime again. Raises SurveyNotOpen."""
        return self._after(Step.POSTPONE, scheduled_for=until)

    def claim(self, *, claim_id: UUID, link_expires_at: datetime) -> Survey:
        """Take it for sending. Raises SurveyNotOpen when somebody else has, or it was withdrawn."""
        return self._after(Step.CLAIM, claim_id=claim_id, link_expires_at=link_expires_at, attempts=self.attempts + 1)

    def release(self, *, claim_id: UUID, until: datetime) -> Survey:
        """Put it back after a plain refusal, to be tried again at `until`. Raises SurveyNotOpen."""
        self._guard(claim_id)
        return self._after(Step.RELEASE, claim_id=None, link_expires_at=None, scheduled_for=until)

    def record_sent(self, *, claim_id: UUID, channel: str, now: datetime) -> Survey:
        """Note that it went out. Raises SurveyNotOpen for an attempt that is not the survey's own."""
        self._guard(claim_id)
        return self._after(Step.RECORD_SENT, sent_at=now, channel=channel)

    def lose_sight(self) -> Survey:
        """Nobody can tell whether it went out. Raises SurveyNotOpen unless it was being sent."""
        return self._after(Step.LOSE_SIGHT)

    def miss(self, why: Missed) -> Survey:
        """It can't go out any more (FO-1). Raises SurveyNotOpen when it already went, or was withdrawn."""
        return self._after(Step.MISS, why_missed=why)

    def withdraw(self) -> Survey:
        """The complaint is open again, or closed before we asked (FO-1). Raises SurveyNotOpen."""
        return self._after(Step.WITHDRAW)

    def answer(self) -> Survey:
        """The customer answered. Raises SurveyNotOpen."""
        return self._after(Step.ANSWER)

    def assume(self) -> Survey:
        """Silence has lasted long enough (FO-2). Raises SurveyNotOpen."""
        return self._after(Step.ASSUME)

    def _guard(self, claim_id: UUID) -> None:
        if self.claim_id != claim_id or self.sent_at is not None:
            raise SurveyNotOpen("another attempt holds this survey")
