"""The tables of followup's database."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP, UUID

from shared.db.chassis import add_chassis_tables
from shared.db.naming import service_metadata

METADATA = service_metadata()
add_chassis_tables(METADATA)


def _time(name: str, *, nullable: bool = False) -> Column[object]:
    return Column(name, TIMESTAMP(timezone=True), nullable=nullable)


course = Table(
    "complaint_course",
    METADATA,
    Column("complaint_id", UUID, primary_key=True),
    Column("reopened_times", Integer, nullable=False),
    Column("closed_version", Integer, nullable=False),
)

survey = Table(
    "survey",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("complaint_id", UUID, nullable=False),
    Column("resolution_number", Integer, nullable=False),
    Column("complaint_version", Integer, nullable=False),
    Column("customer_id", UUID),
    Column("owner_id", UUID, nullable=False),
    Column("department", Text),
    Column("product", Text),
    Column("language", Text, nullable=False),
    Column("time_zone", Text),
    _time("resolved_at"),
    _time("scheduled_for"),
    _time("created_at"),
    Column("status", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("claim_id", UUID),
    _time("link_expires_at", nullable=True),
    _time("sent_at", nullable=True),
    Column("channel", Text),
    Column("why_missed", Text),
    # Exactly once: one survey per resolution, however often we hear of it (FO-1).
    UniqueConstraint("complaint_id", "resolution_number"),
    CheckConstraint(
        "status IN ('scheduled','sending','sent','answered','withdrawn','missed','unknown','assumed')", name="status"
    ),
    CheckConstraint("(status = 'missed') = (why_missed IS NOT NULL)", name="missed_says_why"),
    CheckConstraint("status NOT IN ('sent','assumed') OR sent_at IS NOT NULL", name="sent_says_when"),
    CheckConstraint("status <> 'sending' OR claim_id IS NOT NULL", name="sending_is_claimed"),
    # Never late, whatever the code does (FO-1).
    CheckConstraint(
        "scheduled_for BETWEEN resolved_at + interval '24 hours' AND resolved_at + interval '48 hours'", name="window"
    ),
)

answer = Table(
    "answer",
    METADATA,
    Column("survey_id", UUID, ForeignKey("survey.id", ondelete="CASCADE"), primary_key=True),
    Column("solved", Boolean, nullable=False),
    Column("satisfaction", SmallInteger),
    Column("effort", SmallInteger),
    Column("recommendation", SmallInteger),
    Column("repeated_themselves", Boolean),
    Column("comment", Text),
    Column("suggestion", Text),
    _time("answered_at"),
    CheckConstraint("satisfaction BETWEEN 1 AND 5", name="satisfaction"),
    CheckConstraint("effort BETWEEN 1 AND 5", name="effort"),
    CheckConstraint("recommendation BETWEEN 0 AND 10", name="recommendation"),
)

comment = Table(
    "comment",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("text", Text, nullable=False),
    Column("rating", SmallInteger, nullable=False),
    Column("language", Text, nullable=False),
    Column("staff_ids", ARRAY(UUID), nullable=False),
    Column("voluntary", Boolean, nullable=False),
    Column("source", Text, nullable=False),
    _time("received_at"),
    Column("customer_id", UUID),
    Column("author_name", Text),
    Column("author_contact", Text),
    Column("desk", Text),
    Column("submission_id", UUID),
    Column("status", Text, nullable=False),
    _time("withdrawn_at", nullable=True),
    Column("withdrawn_by", Text),
    Column("left_by", Text),
    Column("version", Integer, nullable=False),
    # From a sanctioned contact, so it weighs nothing; `told` is whether its event went out (RO-11).
    Column("held", Boolean, nullable=False, server_default=text("false")),
    Column("told", Boolean, nullable=False, server_default=text("true")),
    UniqueConstraint("submission_id"),
    CheckConstraint("rating BETWEEN 1 AND 5", name="rating"),
    CheckConstraint("status IN ('received','withdrawn')", name="status"),
    CheckConstraint("(status = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_says_when"),
)
Index("ix_comment_staff_ids", comment.c.staff_ids, postgresql_using="gin")
Index("ix_comment_customer_id", comment.c.customer_id, postgresql_where=comment.c.customer_id.is_not(None))

sanctioned = Table(
    "sanctioned",
    METADATA,
    Column("sanction_id", UUID, primary_key=True),
    Column("complaint_id", UUID),
    Column("customer_id", UUID),
    Column("staff_ids", ARRAY(UUID), nullable=False, server_default=text("'{}'::uuid[]")),
    _time("since", nullable=True),
    _time("until", nullable=True),
    _time("lifted_at", nullable=True),
    CheckConstraint("since IS NOT NULL OR lifted_at IS NOT NULL", name="heard_of"),
    CheckConstraint("(since IS NULL) = (complaint_id IS NULL)", name="whole"),
)
Index("ix_sanctioned_customer_id", sanctioned.c.customer_id)
Index("ix_sanctioned_complaint_id", sanctioned.c.complaint_id)
