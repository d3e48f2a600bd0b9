"""Offers of a case, with the summary that went with each; one that waits for its summary is a row already."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, text
from sqlalchemy.dialects.postgresql import JSONB, UUID

from services.routing.domain.handoff import HandoffStatus, ReadHow
from services.routing.domain.ladder import Reason
from services.routing.domain.needless import Needless
from services.routing.storage.tables.base import METADATA, TIME, ZERO, one_of

OPEN = text("status IN ('offered', 'awaiting_summary')")

handoffs = Table(
    "handoff",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("complaint_id", UUID, ForeignKey("case_file.complaint_id"), nullable=False),
    Column("from_id", UUID, nullable=False),
    Column("to_id", UUID, ForeignKey("staff.id"), nullable=False),
    Column("reason", Text, nullable=False),
    Column("circumstances", JSONB, nullable=False),
    Column("step", Integer, nullable=False),
    Column("summary", JSONB(none_as_null=True)),
    Column("text", Text),
    Column("text_language", Text),
    Column("status", Text, nullable=False),
    Column("offered_at", TIME, nullable=False),
    Column("respond_by", TIME),
    Column("reminders", Integer, nullable=False, server_default=ZERO),
    Column("needless", Text),
    Column("read_at", TIME),
    Column("read_how", Text),
    Column("answered_at", TIME),
    Column("answered_by", Text),
    Column("why", Text),
    Column("receiver_said_needed", Boolean),
    Column("receiver_said_why", Text),
    Column("follows_id", UUID, ForeignKey("handoff.id")),
    Column("version", Integer, nullable=False),
    one_of("reason", Reason),
    one_of("status", HandoffStatus),
    one_of("needless", Needless),
    one_of("read_how", ReadHow),
    CheckConstraint("(status IN ('offered', 'awaiting_summary')) = (answered_at IS NULL)", name="answered"),
    CheckConstraint("status IN ('awaiting_summary', 'withdrawn') OR summary IS NOT NULL", name="has_a_summary"),
    CheckConstraint("(summary IS NULL) = (text IS NULL) AND (text IS NULL) = (text_language IS NULL)", name="readable"),
    CheckConstraint("(summary IS NULL) = (respond_by IS NULL)", name="has_a_deadline"),
    CheckConstraint("(read_at IS NULL) = (read_how IS NULL)", name="read"),
    CheckConstraint("status <> 'accepted' OR read_at IS NOT NULL", name="accepted_is_read"),
    CheckConstraint("step >= 1", name="step"),
)
Index("uq_handoff_open", handoffs.c.complaint_id, unique=True, postgresql_where=OPEN)
Index("ix_handoff_complaint_id_offered_at", handoffs.c.complaint_id, handoffs.c.offered_at)
Index("ix_handoff_to_id_offered_at_id", handoffs.c.to_id, handoffs.c.offered_at, handoffs.c.id)
Index("ix_handoff_from_id_offered_at_id", handoffs.c.from_id, handoffs.c.offered_at, handoffs.c.id)
Index("ix_handoff_offered_at_id", handoffs.c.offered_at, handoffs.c.id)
