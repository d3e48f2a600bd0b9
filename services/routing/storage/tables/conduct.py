"""Conduct towards the staff, what was decided about it, and appeals (RO-11)."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from services.routing.domain.appeal import Appellant, Decision
from services.routing.domain.conduct import ConductLevel, ConductStatus
from services.routing.domain.sanction import Measure, SanctionStatus
from services.routing.storage.tables.base import METADATA, TIME, one_of

conduct = Table(
    "conduct",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("complaint_id", UUID, ForeignKey("case_file.complaint_id"), nullable=False),
    Column("level", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("staff_ids", ARRAY(UUID), nullable=False),
    Column("reported_by", Text, nullable=False),
    Column("reported_at", TIME, nullable=False),
    Column("status", Text, nullable=False),
    Column("with_id", UUID, ForeignKey("staff.id")),
    Column("handoff_id", UUID, ForeignKey("handoff.id")),
    Column("word", Text),
    Column("version", Integer, nullable=False),
    one_of("level", ConductLevel),
    one_of("status", ConductStatus),
)
Index("ix_conduct_reported_at_id", conduct.c.reported_at, conduct.c.id)
Index("ix_conduct_complaint_id", conduct.c.complaint_id)

sanction = Table(
    "sanction",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("conduct_id", UUID, ForeignKey("conduct.id"), nullable=False),
    Column("complaint_id", UUID, ForeignKey("case_file.complaint_id"), nullable=False),
    Column("customer_id", UUID),
    Column("staff_ids", ARRAY(UUID), nullable=False),
    Column("level", Text, nullable=False),
    Column("measure", Text, nullable=False),
    Column("since", TIME, nullable=False),
    Column("until", TIME),
    Column("decided_by", UUID, ForeignKey("staff.id"), nullable=False),
    Column("decided_at", TIME, nullable=False),
    Column("content", Text, nullable=False),
    Column("signature", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("version", Integer, nullable=False),
    # One decision for each report, however many managers press at once.
    UniqueConstraint("conduct_id"),
    UniqueConstraint("id", "decided_by"),
    one_of("level", ConductLevel),
    one_of("measure", Measure),
    one_of("status", SanctionStatus),
    CheckConstraint("measure = 'warning' OR until IS NOT NULL", name="has_an_end"),
    CheckConstraint("until > decided_at", name="ends_later"),
)
Index("ix_sanction_decided_at_id", sanction.c.decided_at, sanction.c.id)
Index("ix_sanction_complaint_id", sanction.c.complaint_id)
Index("ix_sanction_customer_id", sanction.c.customer_id)

appeal = Table(
    "appeal",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("sanction_id", UUID, nullable=False),
    Column("against_id", UUID, nullable=False),
    Column("appellant", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_at", TIME, nullable=False),
    Column("decision", Text),
    Column("decided_by", UUID, ForeignKey("staff.id")),
    Column("decided_at", TIME),
    Column("why", Text),
    Column("version", Integer, nullable=False),
    ForeignKeyConstraint(["sanction_id", "against_id"], ["sanction.id", "sanction.decided_by"]),
    UniqueConstraint("sanction_id"),
    one_of("appellant", Appellant),
    one_of("decision", Decision),
    CheckConstraint("num_nulls(decision, decided_by, decided_at, why) IN (0, 4)", name="decided_whole"),
    # Nobody judges their own decision, whatever the code does.
    CheckConstraint("decided_by <> against_id", name="another_judge"),
)
