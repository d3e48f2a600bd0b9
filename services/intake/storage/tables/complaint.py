"""Complaints, what was added to their stories, and what changed about them."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, Computed, ForeignKey, Index, Integer, Table, Text, text
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR, UUID

from services.intake.storage.tables.base import EMPTY, METADATA, TIME, ZERO, one_of

complaint = Table(
    "complaint",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("reference", Text, nullable=False, unique=True),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Column("status", Text, nullable=False, server_default=text("'recorded'")),
    Column("channel", Text, nullable=False),
    Column("narrative", Text, nullable=False),
    Column("customer_id", ForeignKey("customer.id")),
    Column("returning_customer", Boolean, nullable=False),
    Column("contact", JSONB),
    Column("owner_id", UUID, nullable=False),
    Column("owner_version", Integer, nullable=False, server_default=ZERO),
    Column("recorded_by", Text, nullable=False),
    Column("recorder_id", UUID),
    Column("language", Text, nullable=False),
    Column("time_zone", Text),
    Column("feeling", Text),
    Column("wish_kind", Text),
    Column("wish_detail", Text),
    Column("product", Text),
    Column("department", Text),
    Column("branch", Text),
    Column("order_reference", Text),
    Column("impact", JSONB),
    Column("attributes", JSONB, nullable=False, server_default=EMPTY),
    Column("source", Text),
    Column("external_id", Text),
    Column("resolution_number", Integer, nullable=False, server_default=ZERO),
    Column("reopened_times", Integer, nullable=False, server_default=ZERO),
    Column("closed_how", Text),
    Column("closed_at", TIME),
    Column("received_at", TIME, nullable=False),
    Column("recorded_at", TIME, nullable=False),
    Column("category", Text),
    Column("urgency", Text, nullable=False, server_default=text("'normal'")),
    Column("root_cause", Text),
    Column("feeling_acknowledged_at", TIME),
    Column("first_answered_at", TIME),
    Column("resolved_at", TIME),
    Column("late_times", Integer, nullable=False, server_default=ZERO),
    Column("broken_promises", Integer, nullable=False, server_default=ZERO),
    Column("merged_into", ForeignKey("complaint.id")),
    Column(
        "search",
        TSVECTOR,
        Computed("to_tsvector('simple'::regconfig, narrative)", persisted=True),
    ),
    one_of("status", "recorded", "resolved", "closed", "reopened", "parted", "merged"),
    one_of("urgency", "normal", "raised", "high", "critical"),
    CheckConstraint("(source IS NULL) = (external_id IS NULL)", name="external"),
    CheckConstraint("(status = 'closed') = (closed_how IS NOT NULL)", name="closed"),
    CheckConstraint("(status = 'merged') = (merged_into IS NOT NULL)", name="merged"),
)
Index("ix_complaint_owner_id_id", complaint.c.owner_id, complaint.c.id)
Index("ix_complaint_department_id", complaint.c.department, complaint.c.id)
Index("ix_complaint_status_id", complaint.c.status, complaint.c.id)
Index("ix_complaint_customer_id_id", complaint.c.customer_id, complaint.c.id)
Index("ix_complaint_search", complaint.c.search, postgresql_using="gin")
Index(
    "uq_complaint_source_external_id",
    complaint.c.source,
    complaint.c.external_id,
    unique=True,
    postgresql_where=complaint.c.external_id.is_not(None),
)
Index("ix_complaint_merged_into", complaint.c.merged_into, postgresql_where=complaint.c.merged_into.is_not(None))

addition = Table(
    "addition",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("complaint_id", ForeignKey("complaint.id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("channel", Text),
    Column("added_by", Text, nullable=False),
    Column("added_at", TIME, nullable=False),
    Column("verified", Boolean),
    Index("ix_addition_complaint_id_id", "complaint_id", "id"),
)

change = Table(
    "change",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("complaint_id", ForeignKey("complaint.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("detail", JSONB, nullable=False, server_default=EMPTY),
    Column("changed_by", Text, nullable=False),
    Column("changed_at", TIME, nullable=False),
    Index("ix_change_complaint_id_id", "complaint_id", "id"),
)
