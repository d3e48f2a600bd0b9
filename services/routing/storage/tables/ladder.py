"""Editions of the escalation ladder; the first one is built in and is no row."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Integer, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from services.routing.storage.tables.base import METADATA, TIME

ladders = Table(
    "ladder",
    METADATA,
    Column("code", Text, primary_key=True),
    Column("edition", Integer, primary_key=True, autoincrement=False),
    Column("content", JSONB, nullable=False),
    Column("valid_from", TIME, nullable=False),
    Column("by_subject", Text, nullable=False),
    CheckConstraint("edition >= 2", name="edition"),
)
