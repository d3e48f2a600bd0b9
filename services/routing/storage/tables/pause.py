"""When it is the customer's turn, and when they were told that the answer takes longer."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, text
from sqlalchemy.dialects.postgresql import UUID

from services.routing.domain.pause import PauseReason
from services.routing.storage.tables.base import METADATA, TIME, one_of

pause = Table(
    "pause",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("complaint_id", UUID, ForeignKey("case_file.complaint_id"), nullable=False),
    Column("since", TIME, nullable=False),
    Column("until", TIME),
    Column("ended_at", TIME),
    Column("reason", Text, nullable=False),
    Column("by_subject", Text, nullable=False),
    Column("version", Integer, nullable=False),
    one_of("reason", PauseReason),
    CheckConstraint("until > since", name="until"),
    CheckConstraint("ended_at >= since", name="ended_at"),
)
Index("ix_pause_complaint_id_since_id", pause.c.complaint_id, pause.c.since, pause.c.id)
Index("uq_pause_open", pause.c.complaint_id, unique=True, postgresql_where=text("ended_at IS NULL"))

holding_response = Table(
    "holding_response",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("complaint_id", UUID, ForeignKey("case_file.complaint_id"), nullable=False),
    Column("sent_at", TIME, nullable=False),
    Column("expected_by", TIME, nullable=False),
    Column("why", Text, nullable=False),
    Column("by_subject", Text, nullable=False),
    CheckConstraint("expected_by > sent_at", name="expected_by"),
)
Index("ix_holding_response_complaint_id_sent_at", holding_response.c.complaint_id, holding_response.c.sent_at)
