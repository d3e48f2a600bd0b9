"""The tables of routing; migrations/versions makes them."""

from __future__ import annotations

from enum import Enum

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP, UUID

from services.routing.domain.case import CaseStatus
from services.routing.domain.clocks import ClockKind
from services.routing.domain.handoff import HandoffStatus
from services.routing.domain.ladder import Reason
from services.routing.domain.progress import Happening
from services.routing.domain.staff import Level
from shared.db.chassis import add_chassis_tables
from shared.db.naming import service_metadata

metadata = service_metadata()
add_chassis_tables(metadata)

_TIME = TIMESTAMP(timezone=True)


def _one_of(column: str, enum: type[Enum]) -> CheckConstraint:
    values = ", ".join(f"'{member.value}'" for member in enum)
    return CheckConstraint(f"{column} IN ({values})", name=column)


staff = Table(
    "staff",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("name", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("department", Text),
    Column("branch", Text),
    Column("languages", ARRAY(Text), nullable=False),
    Column("skills", ARRAY(Text), nullable=False),
    Column("reports_to", UUID, ForeignKey("staff.id")),
    Column("capacity", Integer, nullable=False),
    Column("email", Text),
    Column("phone", Text),
    Column("active", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", _TIME, nullable=False),
    _one_of("level", Level),
    CheckConstraint("capacity BETWEEN 0 AND 500", name="capacity"),
)
Index("ix_staff_created_at_id", staff.c.created_at, staff.c.id)
Index("ix_staff_reports_to", staff.c.reports_to)

authority = Table(
    "staff_authority",
    metadata,
    Column("staff_id", UUID, ForeignKey("staff.id"), primary_key=True),
    Column("remedy", Text, primary_key=True),
    Column("currency", Text, primary_key=True),
    Column("amount", Numeric(14, 2), nullable=False),
    CheckConstraint("amount >= 0", name="amount"),
)

fact = Table(
    "fact",
    metadata,
    Column("complaint_id", UUID, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("what", Text, primary_key=True),
    _one_of("what", Happening),
)

progress = Table(
    "progress",
    metadata,
    Column("complaint_id", UUID, primary_key=True),
    Column("status", Text, nullable=False),
    Column("status_version", Integer, nullable=False),
    Column("heard", Integer, nullable=False),
    _one_of("status", CaseStatus),
)

cases = Table(
    "case_file",
    metadata,
    Column("complaint_id", UUID, primary_key=True),
    Column("reference", Text, nullable=False),
    Column("owner_id", UUID, nullable=False),
    Column("recorder_id", UUID, nullable=False),
    Column("customer_id", UUID),
    Column("status", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("department", Text),
    Column("product", Text),
    Column("wish", Text),
    Column("feeling", Text),
    Column("queue", Text),
    Column("responsible_lead_id", UUID),
    Column("why", ARRAY(Text), nullable=False),
    Column("recorded_at", _TIME, nullable=False),
    Column("version", Integer, nullable=False),
    _one_of("status", CaseStatus),
    CheckConstraint("(queue IS NULL) = (responsible_lead_id IS NULL)", name="queue_has_a_lead"),
)
Index("ix_case_file_recorded_at_complaint_id", cases.c.recorded_at, cases.c.complaint_id)
Index("ix_case_file_owner_id_recorded_at", cases.c.owner_id, cases.c.recorded_at, cases.c.complaint_id)
Index("ix_case_file_open_owner_id", cases.c.owner_id, postgresql_where=text("status = 'open'"))
Index(
    "ix_case_file_customer_id_recorded_at",
    cases.c.customer_id,
    cases.c.recorded_at,
    postgresql_where=cases.c.customer_id.is_not(None),
)

clocks = Table(
    "clock",
    metadata,
    Column("complaint_id", UUID, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("started_at", _TIME),
    Column("due_at", _TIME),
    Column("stopped_at", _TIME),
    _one_of("kind", ClockKind),
    CheckConstraint("(started_at IS NULL) = (due_at IS NULL)", name="started_is_due"),
)

handoffs = Table(
    "handoff",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("complaint_id", UUID, ForeignKey("case_file.complaint_id"), nullable=False),
    Column("from_id", UUID, nullable=False),
    Column("to_id", UUID, ForeignKey("staff.id"), nullable=False),
    Column("reason", Text, nullable=False),
    Column("summary", JSONB, nullable=False),
    Column("status", Text, nullable=False),
    Column("offered_at", _TIME, nullable=False),
    Column("respond_by", _TIME, nullable=False),
    Column("answered_at", _TIME),
    Column("answered_by", Text),
    Column("why", Text),
    Column("follows_id", UUID, ForeignKey("handoff.id")),
    Column("version", Integer, nullable=False),
    _one_of("reason", Reason),
    _one_of("status", HandoffStatus),
    CheckConstraint("(status = 'offered') = (answered_at IS NULL)", name="answered"),
)
Index("uq_handoff_open", handoffs.c.complaint_id, unique=True, postgresql_where=text("status = 'offered'"))
Index("ix_handoff_complaint_id_offered_at", handoffs.c.complaint_id, handoffs.c.offered_at)
