"""What is said about complaints, what was judged of it, and what is still asked."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import UUID

from services.intake.storage.tables.base import METADATA, TIME, one_of

statement = Table(
    "statement",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("complaint_id", ForeignKey("complaint.id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("about", Text),
    Column("stated_by", Text, nullable=False),
    Column("stated_at", TIME, nullable=False),
    one_of("about", "fault", "feeling", "other"),
    UniqueConstraint("complaint_id", "id"),
)

verdict = Table(
    "verdict",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("complaint_id", UUID, nullable=False),
    Column("statement_id", UUID, nullable=False),
    Column("number", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("source", Text),
    Column("note", Text),
    Column("given_by", Text, nullable=False),
    Column("given_at", TIME, nullable=False),
    ForeignKeyConstraint(["complaint_id", "statement_id"], ["statement.complaint_id", "statement.id"]),
    UniqueConstraint("statement_id", "number"),
    one_of("status", "claimed", "verified", "refuted"),
    CheckConstraint("number > 0", name="number"),
    CheckConstraint("CASE WHEN status = 'claimed' THEN note IS NOT NULL ELSE source IS NOT NULL END", name="grounds"),
    Index("ix_verdict_complaint_id_id", "complaint_id", "id"),
)

question = Table(
    "question",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("complaint_id", ForeignKey("complaint.id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("whom", Text),
    Column("asked_by", Text, nullable=False),
    Column("asked_at", TIME, nullable=False),
    Column("status", Text, nullable=False, server_default=text("'open'")),
    Column("answer", Text),
    Column("source", Text),
    Column("reason", Text),
    Column("settled_by", Text),
    Column("settled_at", TIME),
    one_of("status", "open", "answered", "dismissed"),
    CheckConstraint(
        "(status = 'answered') = (answer IS NOT NULL) AND (status = 'answered') = (source IS NOT NULL)",
        name="answered",
    ),
    CheckConstraint("(status = 'dismissed') = (reason IS NOT NULL)", name="dismissed"),
    CheckConstraint(
        "(status = 'open') = (settled_at IS NULL) AND (status = 'open') = (settled_by IS NULL)", name="settled"
    ),
    Index("ix_question_complaint_id_id", "complaint_id", "id"),
)
