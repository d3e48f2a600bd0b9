"""The clocks of a complaint."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Integer, Table, Text
from sqlalchemy.dialects.postgresql import UUID

from services.routing.domain.clocks import ClockKind
from services.routing.storage.tables.base import METADATA, TIME, one_of

clocks = Table(
    "clock",
    METADATA,
    Column("complaint_id", UUID, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("started_at", TIME),
    Column("due_at", TIME),
    Column("stopped_at", TIME),
    one_of("kind", ClockKind),
    CheckConstraint("(started_at IS NULL) = (due_at IS NULL)", name="started_is_due"),
)
