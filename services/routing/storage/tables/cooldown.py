"""Who rests from hot cases, and how long each had one (RO-10)."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, Index, Interval, Table, text
from sqlalchemy.dialects.postgresql import UUID

from services.routing.storage.tables.base import METADATA, TIME

# No foreign key to staff: a recorder who keeps a case may be known to intake only, as in case_file.
hot_rest = Table(
    "hot_rest",
    METADATA,
    Column("staff_id", UUID, primary_key=True),
    Column("until", TIME, nullable=False),
    Column("rest", Interval, nullable=False),
)

hot_turn = Table(
    "hot_turn",
    METADATA,
    Column("staff_id", UUID, primary_key=True),
    Column("began_at", TIME, primary_key=True),
    Column("complaint_id", UUID, primary_key=True),
    Column("ended_at", TIME),
    Column("given", Boolean, nullable=False),
    CheckConstraint("ended_at >= began_at", name="ends_after_it_began"),
)
Index("uq_hot_turn_open", hot_turn.c.complaint_id, unique=True, postgresql_where=text("ended_at IS NULL"))
