"""What the staff said, and what became of it (RO-15)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, true

from services.routing.domain.actor import Actor
from services.routing.domain.voice import Voice, VoiceNotFound, VoiceStatus
from services.routing.queries.sight import KeysetAfter
from services.routing.storage import voices
from services.routing.storage.tables.voice import voices as table
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class ListVoices:
    """Which voices: one's own, and those of one's departments where `hears_others`."""

    by: Actor
    hears_others: bool
    status: VoiceStatus | None
    limit: int


async def list_voices(query: ListVoices, tx: Transaction, *, after: KeysetAfter) -> Sequence[Voice]:
    """At most limit + 1 voices, the latest first."""
    own = table.c.raised_by == query.by.subject
    if not query.hears_others:
        heard = own
    elif query.by.teams is None:
        heard = true()
    else:
        heard = or_(own, table.c.department.in_(sorted(query.by.teams)))
    status = true() if query.status is None else table.c.status == query.status.value
    return await voices.listed(tx, where=[after(table.c.raised_at, table.c.id), heard, status], limit=query.limit + 1)


async def voice_view(voice_id: UUID, tx: Transaction, *, by: Actor, hears_others: bool) -> Voice:
    """One voice. Raises VoiceNotFound (missing and foreign alike)."""
    voice = await voices.load(voice_id, tx)
    if voice is None or not voice.is_seen_by(by, hears_others=hears_others):
        raise VoiceNotFound
    return voice
