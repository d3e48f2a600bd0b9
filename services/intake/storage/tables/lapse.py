"""Lapses that routing told of: each fact once, whatever number of events tell it."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Table, Text

from services.intake.storage.tables.base import METADATA, TIME, one_of

lapse = Table(
    "lapse",
    METADATA,
    Column("complaint_id", ForeignKey("complaint.id"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("fact", Text, primary_key=True),
    Column("lapsed_at", TIME, nullable=False),
    one_of("kind", "late", "promise_broken"),
)
