"""Cases: who owns each, and what routing knows of it by codes."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, Index, Integer, Table, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from services.routing.domain.case import CaseStatus
from services.routing.storage.tables.base import METADATA, TIME, ZERO, one_of

cases = Table(
    "case_file",
    METADATA,
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
    Column("urgency", Text, nullable=False, server_default=text("'normal'")),
    Column("branch", Text),
    Column("channel", Text),
    Column("classified_version", Integer, nullable=False, server_default=ZERO),
    Column("hot", Boolean, nullable=False, server_default=text("false")),
    Column("last_out_at", TIME),
    Column("last_in_at", TIME),
    Column("queue", Text),
    Column("responsible_lead_id", UUID),
    Column("why", ARRAY(Text), nullable=False),
    Column("recorded_at", TIME, nullable=False),
    Column("owner_since", TIME, nullable=False),
    Column("version", Integer, nullable=False),
    one_of("status", CaseStatus),
    CheckConstraint("urgency IN ('normal', 'raised', 'high', 'critical')", name="urgency"),
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
