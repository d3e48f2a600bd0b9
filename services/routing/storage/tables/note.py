"""Notes that guide the staff, and who saw which."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, ForeignKeyConstraint, Integer, Table, Text
from sqlalchemy.dialects.postgresql import UUID

from services.routing.storage.tables.base import METADATA, TIME

notes = Table(
    "note",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("edition", Integer, primary_key=True, autoincrement=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("department", Text),
    Column("product", Text),
    Column("wish", Text),
    Column("valid_from", TIME, nullable=False),
    Column("valid_until", TIME),
    Column("by_subject", Text, nullable=False),
    Column("at", TIME, nullable=False),
    CheckConstraint("edition > 0", name="edition"),
    CheckConstraint("valid_until > valid_from", name="ends_after_it_begins"),
)

notes_seen = Table(
    "note_seen",
    METADATA,
    Column("note_id", UUID, primary_key=True),
    Column("edition", Integer, primary_key=True, autoincrement=False),
    Column("staff_id", UUID, ForeignKey("staff.id"), primary_key=True),
    Column("at", TIME, nullable=False),
    ForeignKeyConstraint(["note_id", "edition"], ["note.id", "note.edition"]),
)
