"""The voice of the staff: a missing tool, a procedure in the way; always answered, by name (RO-15)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from uuid import UUID

from services.routing.domain.actor import Actor
from shared.kernel.errors import Conflict, Forbidden, NotFound


class VoiceKind(Enum):
    """What stands in the way of good work."""

    MISSING_TOOL = "missing_tool"
    PROCEDURE_IN_THE_WAY = "procedure_in_the_way"
    POLICY = "policy"
    OTHER = "other"


class VoiceStatus(Enum):
    """What became of it."""

    OPEN = "open"
    ANSWERED = "answered"
    """Somebody answered; something may change yet."""
    CHANGED = "changed"
    DECLINED = "declined"


TRANSITIONS: dict[VoiceStatus, frozenset[VoiceStatus]] = {
    VoiceStatus.OPEN: frozenset({VoiceStatus.ANSWERED, VoiceStatus.CHANGED, VoiceStatus.DECLINED}),
    VoiceStatus.ANSWERED: frozenset({VoiceStatus.CHANGED, VoiceStatus.DECLINED}),
    VoiceStatus.DECLINED: frozenset({VoiceStatus.CHANGED}),
    VoiceStatus.CHANGED: frozenset(),
}
"""A refusal can still become a change; a change is the end."""


class VoiceNotFound(NotFound):
    slug = "voice-not-found"
    title = "Nobody said this here"


class VoiceSettled(Conflict):
    slug = "voice-settled"
    title = "This can't be answered like that any more"


class OwnVoice(Forbidden):
    slug = "own-voice"
    title = "Nobody answers themselves"


@dataclass(frozen=True, slots=True)
class Voice:
    """What somebody said, of which case if of any, and the answer."""

    id: UUID
    kind: VoiceKind
    text: str
    department: str | None
    complaint_id: UUID | None
    raised_by: str
    raised_at: datetime
    status: VoiceStatus = VoiceStatus.OPEN
    answer: str | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None
    version: int = 1

    def is_seen_by(self, actor: Actor, *, hears_others: bool) -> bool:
        """Whether it is theirs to read: their own words, or those of their department where they hear others."""
        return actor.subject == self.raised_by or (hears_others and actor.sees_team(self.department))

    def answered(self, status: VoiceStatus, *, answer: str, by: str, now: datetime) -> Voice:
        """What became of it, in words. Raises VoiceSettled, OwnVoice."""
        if by == self.raised_by:
            raise OwnVoice
        if status not in TRANSITIONS[self.status]:
            raise VoiceSettled(f"It is {self.status.value}", status=self.status.value)
        return replace(self, status=status, answer=answer, answered_by=by, answered_at=now, version=self.version + 1)
