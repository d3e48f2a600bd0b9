"""What staff say about what stands in their way."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text
from sqlalchemy.dialects.postgresql import UUID

from services.routing.domain.voice import VoiceKind, VoiceStatus
from services.routing.storage.tables.base import METADATA, TIME, one_of

voices = Table(
    "voice",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("department", Text),
    Column("complaint_id", UUID, ForeignKey("case_file.complaint_id")),
    Column("raised_by", Text, nullable=False),
    Column("raised_at", TIME, nullable=False),
    Column("status", Text, nullable=False),
    Column("answer", Text),
    Column("answered_by", Text),
    Column("answered_at", TIME),
    Column("version", Integer, nullable=False),
    one_of("kind", VoiceKind),
    one_of("status", VoiceStatus),
    CheckConstraint(
        "num_nulls(answer, answered_by, answered_at) = CASE status WHEN 'open' THEN 3 ELSE 0 END", name="answered"
    ),
    CheckConstraint("answered_by <> raised_by", name="answered_by_another"),
)
Index("ix_voice_raised_at_id", voices.c.raised_at, voices.c.id)
Index("ix_voice_raised_by_raised_at", voices.c.raised_by, voices.c.raised_at, voices.c.id)
