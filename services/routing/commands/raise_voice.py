"""Say what stands in the way: a missing tool, a procedure, a policy (RO-15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.routing.commands.sight import case_in_sight
from services.routing.domain.actor import Actor
from services.routing.domain.voice import Voice, VoiceKind
from services.routing.storage import staff, voices
from shared.kernel.ids import new_id
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class RaiseVoice:
    """What somebody says, and of which case if of any."""

    kind: VoiceKind
    text: str
    complaint_id: UUID | None
    by: Actor
    now: datetime


async def raise_voice(command: RaiseVoice, tx: Transaction) -> Voice:
    """Keep it for those who lead the department of the case, else the speaker's own. Raises CaseNotFound."""
    voice = Voice(
        id=new_id(),
        kind=command.kind,
        text=command.text,
        department=await _department(command, tx),
        complaint_id=command.complaint_id,
        raised_by=command.by.subject,
        raised_at=command.now,
    )
    await voices.add(voice, tx)
    return voice


async def _department(command: RaiseVoice, tx: Transaction) -> str | None:
    if command.complaint_id is None:
        speaker = await staff.record_of(command.by, tx)
        return None if speaker is None else speaker.department
    return (await case_in_sight(command.complaint_id, command.by, tx)).department
