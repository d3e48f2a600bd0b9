"""Answer what somebody of the staff said (RO-15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.routing.domain.actor import Actor
from services.routing.domain.voice import Voice, VoiceNotFound, VoiceStatus
from services.routing.storage import voices
from shared.kernel.errors import PreconditionFailed
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class AnswerVoice:
    """What became of it, in words; `expected_version` is the one that was read."""

    voice_id: UUID
    status: VoiceStatus
    answer: str
    expected_version: int
    by: Actor
    now: datetime


async def answer_voice(command: AnswerVoice, tx: Transaction) -> Voice:
    """Keep the answer. Raises VoiceNotFound (missing and foreign alike), PreconditionFailed, OwnVoice, VoiceSettled."""
    voice = await voices.load(command.voice_id, tx, lock=True)
    if voice is None or not voice.is_seen_by(command.by, hears_others=True):
        raise VoiceNotFound
    if voice.version != command.expected_version:
        raise PreconditionFailed(current_version=voice.version)
    answered = voice.answered(command.status, answer=command.answer, by=command.by.subject, now=command.now)
    await voices.save(answered, tx)
    return answered
