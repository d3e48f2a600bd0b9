"""What was done about complaints: one row per resolution, kept when a reopening overtakes it."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    Numeric,
    Table,
    Text,
)

from services.intake.storage.tables.base import METADATA, TIME

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
    Column("resolved_at", TIME, nullable=False),
    ForeignKeyConstraint(["complaint_id", "recap_version"], ["recap.complaint_id", "recap.version"]),
    CheckConstraint("(cost_amount IS NULL) = (cost_currency IS NULL)", name="cost"),
    CheckConstraint(
        "what_it_took IS NOT NULL AND wish_met IS NOT NULL AND root_cause IS NOT NULL"
        " AND liability_accepted IS NOT NULL AND thanks IS NOT NULL",
        name="complete",
    ),
)
