"""Customers, found again by the key of their strongest identifier."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table, Text, text
from sqlalchemy.dialects.postgresql import UUID

from services.intake.storage.tables.base import METADATA, TIME

customer = Table(
    "customer",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("match_key", Text, nullable=False, unique=True),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Column("name", Text),
    Column("email", Text),
    Column("phone", Text),
    Column("address", Text),
    Column("account_number", Text),
    Column("username", Text),
    Column("language", Text),
    Column("time_zone", Text),
    Column("preferred_contact", Text),
    Column("created_at", TIME, nullable=False),
    Column("last_seen_at", TIME, nullable=False),
)
