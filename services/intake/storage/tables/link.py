"""What complaints are linked to."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Table, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import UUID

from services.intake.storage.tables.base import METADATA, TIME, one_of

complaint_link = Table(
    "complaint_link",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("complaint_id", ForeignKey("complaint.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("linked_by", Text, nullable=False),
    Column("linked_at", TIME, nullable=False),
    UniqueConstraint("complaint_id", "kind", "reference"),
    one_of("kind", "order", "sale", "return", "product", "service", "branch", "department", "staff"),
    Index("ix_complaint_link_complaint_id_id", "complaint_id", "id"),
    Index("ix_complaint_link_kind_reference_complaint_id", "kind", "reference", "complaint_id"),
)
