"""What we understood, in versions."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, Table, Text

from services.intake.storage.tables.base import METADATA, TIME, one_of

recap = Table(
    "recap",
    METADATA,
    Column("complaint_id", ForeignKey("complaint.id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("proposed_by", Text, nullable=False),
    Column("proposed_at", TIME, nullable=False),
    Column("confirmed_by", Text),
    Column("settled_by", Text),
    Column("settled_channel", Text),
    Column("settled_at", TIME),
    one_of("status", "proposed", "confirmed", "corrected"),
    CheckConstraint("(status = 'proposed') = (settled_at IS NULL)", name="settled"),
)
