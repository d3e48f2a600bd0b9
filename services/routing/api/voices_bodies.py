"""Bodies of requests about what the staff say, and of their answers."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Annotated, Self
from uuid import UUID

from services.routing.domain.voice import Voice, VoiceKind, VoiceStatus
from shared.http.schemas import In, Out, Text

Words = Annotated[str, Text(5000)]


class VoiceIn(In):
    """What stands in the way of good work, and in which case if in any."""

    kind: VoiceKind
    text: Words
    complaint_id: UUID | None = None


class VoiceEnd(Enum):
    """What can become of it."""

    ANSWERED = VoiceStatus.ANSWERED.value
    CHANGED = VoiceStatus.CHANGED.value
    DECLINED = VoiceStatus.DECLINED.value


class VoiceAnswerIn(In):
    """What became of it, in words that whoever said it reads."""

    status: VoiceEnd
    answer: Words


class VoiceOut(Out):
    """What somebody said, and the answer."""

    id: UUID
    kind: VoiceKind
    text: str
    department: str | None
    complaint_id: UUID | None
    raised_by: str
    raised_at: datetime
    status: VoiceStatus
    answer: str | None
    answered_by: str | None
    answered_at: datetime | None
    version: int

    @classmethod
    def of(cls, voice: Voice) -> Self:
        return cls.model_validate(voice)
