"""Offers of a case, with the summary that went with each."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, text
from sqlalchemy.dialects.postgresql import JSONB, UUID

from services.routing.domain.handoff import HandoffStatus
from services.routing.domain.ladder import Reason
from services.routing.storage.tables.base import METADATA, TIME, one_of

handoffs = Table(
    "handoff",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("complaint_id", UUID, ForeignKey("case_file.complaint_id"), nullable=False),
    Column("from_id", UUID, nullable=False),
    Column("to_id", UUID, ForeignKey("staff.id"), nullable=False),
    Column("reason", Text, nullable=False),
    Column("summary", JSONB, nullable=False),
    Column("status", Text, nullable=False),
    Column("offered_at", TIME, nullable=False),
    Column("respond_by", TIME, nullable=False),
    Column("answered_at", TIME),
    Column("answered_by", Text),
    Column("why", Text),
    Column("follows_id", UUID, ForeignKey("handoff.id")),
    Column("version", Integer, nullable=False),
    one_of("reason", Reason),
    one_of("status", HandoffStatus),
    CheckConstraint("(status = 'offered') = (answered_at IS NULL)", name="answered"),
)
Index("uq_handoff_open", handoffs.c.complaint_id, unique=True, postgresql_where=text("status = 'offered'"))
Index("ix_handoff_complaint_id_offered_at", handoffs.c.complaint_id, handoffs.c.offered_at)
