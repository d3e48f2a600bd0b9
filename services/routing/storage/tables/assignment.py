"""Whose turn it was last, and whom an assignment passed over."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, Table
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

from services.routing.storage.tables.base import METADATA, TIME

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
