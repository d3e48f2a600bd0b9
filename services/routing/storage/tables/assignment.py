"""Whose turn it was last, and whom an assignment passed over."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

from services.routing.storage.tables.base import METADATA, TIME
from services.routing.storage.tables.clock import clocks

turns = Table(
    "staff_turn",
    METADATA,
    Column("staff_id", UUID, ForeignKey("staff.id"), primary_key=True),
    Column("last_assigned_at", TIME, nullable=False),
    Column("assigned", Integer, nullable=False),
    CheckConstraint("assigned > 0", name="assigned"),
)

passings = Table(
    "passing_over",
    METADATA,
    Column("complaint_id", UUID, ForeignKey("case_file.complaint_id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("decided_at", TIME, nullable=False),
    Column("suitable", Integer, nullable=False),
    Column("ranked", ARRAY(UUID), nullable=False),
    Column("passed_over", JSONB, nullable=False),
)

# For what is overdue of what somebody carries.
Index(
    "ix_clock_running_complaint_id",
    clocks.c.complaint_id,
    clocks.c.due_at,
    postgresql_include=["paused_at", "paused_until"],
    postgresql_where=clocks.c.stopped_at.is_(None),
)
