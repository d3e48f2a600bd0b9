"""Apologies that were made, with the steps that follow them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB, UUID

from services.intake.storage.tables.base import METADATA, TIME

apology = Table(
    "apology",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("complaint_id", ForeignKey("complaint.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("for_what", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("steps", JSONB, nullable=False),
    Column("channel", Text, nullable=False),
    Column("reason", Text),
    Column("said_by", Text, nullable=False),
    Column("said_at", TIME, nullable=False),
    UniqueConstraint("complaint_id", "number"),
    CheckConstraint("number = 1 OR reason IS NOT NULL", name="reason"),
    CheckConstraint("jsonb_array_length(steps) > 0", name="steps"),
    Index("ix_apology_complaint_id_id", "complaint_id", "id"),
)
