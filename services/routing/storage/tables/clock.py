"""The clocks of complaints, as the facts and the pinned packs say, and what was told of each."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, Index, Integer, Table, Text, text
from sqlalchemy.dialects.postgresql import UUID

from services.routing.storage.tables.base import METADATA, TIME

clocks = Table(
    "clock",
    METADATA,
    Column("complaint_id", UUID, primary_key=True),
    Column("pack", Text, primary_key=True, server_default=text("'own'")),
    Column("kind", Text, primary_key=True),
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("started_at", TIME, nullable=False),
    Column("due_at", TIME, nullable=False),
    Column("warn_at", TIME, nullable=False),
    Column("stopped_at", TIME),
    Column("paused_at", TIME),
    Column("paused_until", TIME),
    Column("optional", Boolean, nullable=False, server_default=text("false")),
    Column("escalates", Boolean, nullable=False, server_default=text("false")),
    Column("warned_at", TIME),
    Column("breached_at", TIME),
    Column("department", Text),
    CheckConstraint("kind ~ '^[a-z0-9_]+$'", name="kind"),
    CheckConstraint("warn_at <= due_at", name="warn_at"),
    CheckConstraint("paused_until IS NULL OR paused_at IS NOT NULL", name="paused_until"),
)
_KEY = (clocks.c.due_at, clocks.c.complaint_id, clocks.c.pack, clocks.c.kind, clocks.c.round)
_RUNNING = text("stopped_at IS NULL")
Index("ix_clock_running", *_KEY, postgresql_where=_RUNNING)
Index("ix_clock_running_department", clocks.c.department, *_KEY, postgresql_where=_RUNNING)
Index("ix_clock_started_at", clocks.c.started_at)
