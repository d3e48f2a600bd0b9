"""Rule packs, which of them hold for whom, and which edition is pinned to each case."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, Table, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from services.routing.storage.tables.base import METADATA, TIME
from services.routing.storage.tables.calendar import editioned

rule_pack = editioned("rule_pack")

pack_choice = Table(
    "pack_choice",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("department", Text),
    Column("product", Text),
    Column("branch", Text),
    Column("codes", ARRAY(Text), nullable=False),
    Column("calendar_code", Text),
    Column("valid_from", TIME, nullable=False),
    Column("by_subject", Text, nullable=False),
    CheckConstraint("cardinality(codes) > 0", name="codes"),
)
Index("ix_pack_choice_valid_from_id", pack_choice.c.valid_from, pack_choice.c.id)

case_pack = Table(
    "case_pack",
    METADATA,
    Column("complaint_id", UUID, primary_key=True),
    Column("pack", Text, primary_key=True),
    Column("edition", Integer, nullable=False),
    Column("calendar", Text),
    Column("calendar_edition", Integer),
    Column("pinned_at", TIME, nullable=False),
    CheckConstraint("(calendar IS NULL) = (calendar_edition IS NULL)", name="calendar_edition"),
)
Index("ix_case_pack_pack_edition", case_pack.c.pack, case_pack.c.edition, case_pack.c.complaint_id)
Index(
    "ix_case_pack_calendar",
    case_pack.c.calendar,
    case_pack.c.calendar_edition,
    case_pack.c.complaint_id,
    postgresql_where=text("calendar IS NOT NULL"),
)

retiming = Table(
    "retiming",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("complaint_id", UUID, nullable=False),
    Column("what", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("from_edition", Integer, nullable=False),
    Column("to_edition", Integer, nullable=False),
    Column("why", Text, nullable=False),
    Column("by_subject", Text, nullable=False),
    Column("at", TIME, nullable=False),
    CheckConstraint("what IN ('pack', 'calendar')", name="what"),
)
Index("ix_retiming_complaint_id_at", retiming.c.complaint_id, retiming.c.at)
