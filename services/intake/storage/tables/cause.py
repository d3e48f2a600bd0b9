"""Why complaints arose: investigations, and the root causes that were concluded."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import UUID

from services.intake.domain.vocabulary import RootCause
from services.intake.storage.tables.base import METADATA, TIME, one_of

investigation = Table(
    "investigation",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("complaint_id", ForeignKey("complaint.id"), nullable=False),
    Column("about_staff_id", UUID),
    Column("question", Text, nullable=False),
    Column("opened_by", Text, nullable=False),
    Column("opened_at", TIME, nullable=False),
    Column("finding", Text),
    Column("evidence", Text),
    Column("heard_staff", Boolean),
    Column("what_they_said", Text),
    Column("concluded_by", Text),
    Column("concluded_at", TIME),
    UniqueConstraint("complaint_id", "id"),
    CheckConstraint(
        "num_nonnulls(finding, evidence, heard_staff, concluded_by, concluded_at) IN (0, 5)", name="concluded"
    ),
    CheckConstraint("coalesce(heard_staff, false) = (what_they_said IS NOT NULL)", name="heard"),
)

root_cause = Table(
    "root_cause",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("complaint_id", ForeignKey("complaint.id"), nullable=False),
    Column("cause", Text, nullable=False),
    Column("aspect", Text, nullable=False),
    Column("explanation", Text, nullable=False),
    Column("named_kind", Text),
    Column("named_reference", Text),
    Column("investigation_id", UUID),
    Column("concluded_by", Text, nullable=False),
    Column("concluded_at", TIME, nullable=False),
    ForeignKeyConstraint(["complaint_id", "investigation_id"], ["investigation.complaint_id", "investigation.id"]),
    one_of("cause", *(one.value for one in RootCause)),
    CheckConstraint("(named_kind IS NULL) = (named_reference IS NULL)", name="named"),
    CheckConstraint(
        "investigation_id IS NOT NULL OR (cause <> 'staff_attitude' AND named_kind IS DISTINCT FROM 'staff')",
        name="blame",
    ),
    Index("ix_root_cause_complaint_id_id", "complaint_id", "id"),
)
