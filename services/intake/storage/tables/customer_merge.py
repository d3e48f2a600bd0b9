"""What a merge or an un-merge of customers moved, and where each complaint is at home."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from services.intake.storage.tables.base import METADATA, TIME, one_of

customer_merge = Table(
    "customer_merge",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("step", Text, nullable=False),
    Column("customer_id", ForeignKey("customer.id"), nullable=False),
    Column("other_id", ForeignKey("customer.id"), nullable=False),
    Column("complaint_ids", ARRAY(UUID), nullable=False),
    Column("reason", Text),
    Column("done_by", Text, nullable=False),
    Column("done_at", TIME, nullable=False),
    one_of("step", "merged", "unmerged"),
    Index("ix_customer_merge_customer_id_id", "customer_id", "id"),
    Index("ix_customer_merge_other_id_id", "other_id", "id"),
)
"""Append-only: each step and the complaints that it moved."""

complaint_home = Table(
    "complaint_home",
    METADATA,
    Column("complaint_id", ForeignKey("complaint.id"), primary_key=True),
    Column("customer_id", ForeignKey("customer.id"), nullable=False),
    Index("ix_complaint_home_customer_id", "customer_id"),
)
"""Under which record a complaint was recorded, from the first merge that moved it on; it never changes."""
