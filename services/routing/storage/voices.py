"""What staff said of what stands in their way: rows to domain and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, insert, select, update

from services.routing.domain.voice import Voice, VoiceKind, VoiceStatus
from services.routing.storage.tables.voice import voices
from shared.messaging.transaction import Transaction


async def add(voice: Voice, tx: Transaction) -> None:
    """Something new, not yet answered."""
    await tx.execute(
        insert(voices).values(
            id=voice.id,
            kind=voice.kind.value,
            text=voice.text,
            department=voice.department,
            complaint_id=voice.complaint_id,
            raised_by=voice.raised_by,
            raised_at=voice.raised_at,
            **_answer(voice),
        )
    )


async def load(voice_id: UUID, tx: Transaction, *, lock: bool = False) -> Voice | None:
    """The voice, or None; `lock` keeps others from answering it until the commit."""
    statement = select(voices).where(voices.c.id == voice_id)
    if lock:
        statement = statement.with_for_update()
    row = (await tx.execute(statement)).mappings().one_or_none()
    return None if row is None else _voice(row)


async def save(voice: Voice, tx: Transaction) -> None:
    """How it was answered."""
    await tx.execute(update(voices).where(voices.c.id == voice.id).values(**_answer(voice)))


async def listed(tx: Transaction, *, where: Sequence[ColumnElement[bool]], limit: int) -> Sequence[Voice]:
    """Voices, the latest first, at most `limit`."""
    statement = select(voices).where(*where).order_by(voices.c.raised_at.desc(), voices.c.id.desc()).limit(limit)
    return [_voice(row) for row in (await tx.execute(statement)).mappings()]


def _answer(voice: Voice) -> dict[str, Any]:
    return {
        "status": voice.status.value,
        "answer": voice.answer,
        "answered_by": voice.answered_by,
        "answered_at": voice.answered_at,
        "version": voice.version,
    }


def _voice(row: Any) -> Voice:
    return Voice(
        id=row["id"],
        kind=VoiceKind(row["kind"]),
        text=row["text"],
        department=row["department"],
        complaint_id=row["complaint_id"],
        raised_by=row["raised_by"],
        raised_at=row["raised_at"],
        status=VoiceStatus(row["status"]),
        answer=row["answer"],
        answered_by=row["answered_by"],
        answered_at=row["answered_at"],
        version=row["version"],
    )
