"""Intake's tables, as Alembic compares them and queries name them."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Numeric,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP, TSVECTOR, UUID

from shared.db.chassis import add_chassis_tables
from shared.db.naming import service_metadata

METADATA = service_metadata()
add_chassis_tables(METADATA)

_TIME = TIMESTAMP(timezone=True)
_EMPTY = text("'{}'::jsonb")
_ZERO = text("0")


def _one_of(column: str, *values: str) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


customer = Table(
    "customer",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("match_key", Text, nullable=False, unique=True),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Column("name", Text),
    Column("email", Text),
    Column("phone", Text),
    Column("address", Text),
    Column("account_number", Text),
    Column("username", Text),
    Column("language", Text),
    Column("time_zone", Text),
    Column("preferred_contact", Text),
    Column("created_at", _TIME, nullable=False),
    Column("last_seen_at", _TIME, nullable=False),
)

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
    Column("owner_version", Integer, nullable=False, server_default=_ZERO),
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
    Column("attributes", JSONB, nullable=False, server_default=_EMPTY),
    Column("source", Text),
    Column("external_id", Text),
    Column("resolution_number", Integer, nullable=False, server_default=_ZERO),
    Column("reopened_times", Integer, nullable=False, server_default=_ZERO),
    Column("closed_how", Text),
    Column("closed_at", _TIME),
    Column("received_at", _TIME, nullable=False),
    Column("recorded_at", _TIME, nullable=False),
    Column(
        "search",
        TSVECTOR,
        Computed("to_tsvector('simple'::regconfig, narrative)", persisted=True),
    ),
    _one_of("status", "recorded", "resolved", "closed", "reopened"),
    CheckConstraint("(source IS NULL) = (external_id IS NULL)", name="external"),
    CheckConstraint("(status = 'closed') = (closed_how IS NOT NULL)", name="closed"),
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

addition = Table(
    "addition",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("complaint_id", ForeignKey("complaint.id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("channel", Text),
    Column("added_by", Text, nullable=False),
    Column("added_at", _TIME, nullable=False),
    Index("ix_addition_complaint_id_id", "complaint_id", "id"),
)

recap = Table(
    "recap",
    METADATA,
    Column("complaint_id", ForeignKey("complaint.id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("proposed_by", Text, nullable=False),
    Column("proposed_at", _TIME, nullable=False),
    Column("confirmed_by", Text),
    Column("settled_by", Text),
    Column("settled_channel", Text),
    Column("settled_at", _TIME),
    _one_of("status", "proposed", "confirmed", "corrected"),
    CheckConstraint("(status = 'proposed') = (settled_at IS NULL)", name="settled"),
)

resolution = Table(
    "resolution",
    METADATA,
    Column("complaint_id", ForeignKey("complaint.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("what_was_done", Text, nullable=False),
    Column("what_it_took", Text),
    Column("recap_version", Integer),
    Column("customer_unreachable", Text),
    Column("wish_met", Boolean),
    Column("root_cause", Text),
    Column("liability_accepted", Boolean),
    Column("cost_amount", Numeric),
    Column("cost_currency", Text),
    Column("thanks", Text),
    Column("resolved_by", Text, nullable=False),
    Column("resolved_at", _TIME, nullable=False),
    ForeignKeyConstraint(["complaint_id", "recap_version"], ["recap.complaint_id", "recap.version"]),
    CheckConstraint("(cost_amount IS NULL) = (cost_currency IS NULL)", name="cost"),
)
