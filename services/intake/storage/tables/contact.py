"""Every contact with customers about complaints."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text
from sqlalchemy.dialects.postgresql import UUID

from services.intake.storage.tables.base import METADATA, TIME, one_of

contact = Table(
    "contact",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("complaint_id", ForeignKey("complaint.id"), nullable=False),
    Column("direction", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("at", TIME, nullable=False),
    Column("minutes_waited", Integer),
    Column("said", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("what_it_took", Text),
    Column("logged_by", Text, nullable=False),
    Column("logged_at", TIME, nullable=False),
    one_of("direction", "in", "out"),
    CheckConstraint("minutes_waited >= 0", name="minutes_waited"),
    Index("ix_contact_complaint_id_id", "complaint_id", "id"),
)
