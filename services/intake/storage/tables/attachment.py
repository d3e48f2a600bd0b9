"""Files that belong to complaints; their bytes are in the store."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Table, Text
from sqlalchemy.dialects.postgresql import UUID

from services.intake.storage.tables.base import METADATA, TIME

attachment = Table(
    "attachment",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("complaint_id", ForeignKey("complaint.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("added_by", Text, nullable=False),
    Column("added_at", TIME, nullable=False),
    CheckConstraint("size > 0", name="size"),
    Index("ix_attachment_complaint_id_id", "complaint_id", "id"),
)
