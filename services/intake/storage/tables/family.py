"""Families of complaints, what is done about their causes, what they taught and who was told."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB, UUID

from services.intake.storage.tables.base import METADATA, TIME, ZERO, one_of
from services.intake.storage.tables.complaint import complaint

family = Table(
    "family",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Column("title", Text, nullable=False),
    Column("product", Text),
    Column("department", Text),
    Column("category", Text),
    Column("root_cause", Text),
    Column("status", Text, nullable=False, server_default=text("'open'")),
    Column("class_version", Integer, nullable=False, server_default=ZERO),
    Column("created_by", Text, nullable=False),
    Column("created_at", TIME, nullable=False),
    one_of("status", "open", "acting", "learned"),
    CheckConstraint("root_cause <> 'staff_attitude'", name="person"),
    Index("ix_family_status_id", "status", "id"),
)

family_member = Table(
    "family_member",
    METADATA,
    Column("complaint_id", ForeignKey("complaint.id"), primary_key=True),
    Column("family_id", ForeignKey("family.id"), nullable=False),
    Column("added_by", Text, nullable=False),
    Column("added_at", TIME, nullable=False),
    Column("how", Text, nullable=False),
    Column("reached", Integer, nullable=False, server_default=ZERO),
    one_of("how", "by_hand", "suggested"),
    Index("ix_family_member_family_id_complaint_id", "family_id", "complaint_id"),
    Index("ix_family_member_family_id_reached", "family_id", "reached"),
)

corrective_action = Table(
    "corrective_action",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("family_id", ForeignKey("family.id"), nullable=False),
    Column("what", Text, nullable=False),
    Column("owner_id", UUID, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("planned_by", Text, nullable=False),
    Column("planned_at", TIME, nullable=False),
    Column("overdue_at", TIME),
    Column("done_at", TIME),
    Column("done_by", Text),
    Column("outcome", Text),
    CheckConstraint("(done_at IS NULL) = (outcome IS NULL)", name="done"),
    Index("ix_corrective_action_family_id_id", "family_id", "id"),
    Index("uq_corrective_action_family_id", "family_id", unique=True, postgresql_where=text("done_at IS NULL")),
)

lesson = Table(
    "lesson",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("family_id", ForeignKey("family.id"), nullable=False, unique=True),
    Column("text", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("what_changed", JSONB, nullable=False),
    Column("complaints", Integer, nullable=False),
    Column("published_at", TIME, nullable=False),
    Column("published_by", Text, nullable=False),
    CheckConstraint("what_changed ? language", name="language"),
)

telling = Table(
    "telling",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("lesson_id", ForeignKey("lesson.id"), nullable=False),
    Column("family_id", ForeignKey("family.id"), nullable=False),
    Column("customer_id", ForeignKey("customer.id"), nullable=False),
    Column("complaint_id", ForeignKey("complaint.id"), nullable=False),
    Column("status", Text, nullable=False),
    Column("due_at", TIME, nullable=False),
    Column("attempts", Integer, nullable=False, server_default=ZERO),
    Column("claim_id", UUID),
    Column("claimed_at", TIME),
    Column("settled_at", TIME),
    Column("settled_by", Text),
    Column("channel", Text),
    one_of("status", "waiting", "sending", "sent", "by_person", "told", "unreachable", "unknown", "withdrawn"),
    UniqueConstraint("lesson_id", "customer_id"),
    UniqueConstraint("lesson_id", "complaint_id"),
    Index("ix_telling_family_id_id", "family_id", "id"),
    Index("ix_telling_complaint_id_id", "complaint_id", "id"),
    Index("ix_telling_customer_id_id", "customer_id", "id"),
    Index(
        "ix_telling_lesson_id_due_at",
        "lesson_id",
        "due_at",
        postgresql_where=text("status IN ('waiting', 'sending')"),
    ),
)

Index(
    "ix_complaint_external_id_id",
    complaint.c.external_id,
    complaint.c.id,
    postgresql_where=complaint.c.external_id.is_not(None),
)
