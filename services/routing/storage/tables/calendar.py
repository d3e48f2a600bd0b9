"""Calendars of working time: shifts, holidays, the company's own days; an edition never changes."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Integer, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from services.routing.storage.tables.base import METADATA, TIME


def editioned(name: str) -> Table:
    """A table of documents in editions."""
    return Table(
        name,
        METADATA,
        Column("code", Text, primary_key=True),
        Column("edition", Integer, primary_key=True, autoincrement=False),
        Column("content", JSONB, nullable=False),
        Column("sha256", Text, nullable=False),
        Column("valid_from", TIME, nullable=False),
        Column("released_at", TIME, nullable=False),
        Column("by_subject", Text, nullable=False),
        CheckConstraint("code ~ '^[a-z0-9_-]+$'", name="code"),
        CheckConstraint("edition > 0", name="edition"),
    )


calendar = editioned("calendar")
