"""When staff work, when they are away, and who stands in for them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, SmallInteger, Table, Text
from sqlalchemy.dialects.postgresql import UUID

from services.routing.domain.absence import AbsenceKind
from services.routing.storage.tables.base import METADATA, TIME, one_of

working_hours = Table(
    "working_hours",
    METADATA,
    Column("staff_id", UUID, ForeignKey("staff.id"), primary_key=True),
    Column("weekday", SmallInteger, primary_key=True, autoincrement=False),
    Column("starts", SmallInteger, primary_key=True, autoincrement=False),
    Column("ends", SmallInteger, nullable=False),
    CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
    CheckConstraint("starts >= 0", name="starts"),
    CheckConstraint("ends > starts AND ends <= 1440", name="ends"),
)

absences = Table(
    "absence",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("staff_id", UUID, ForeignKey("staff.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("starts_at", TIME, nullable=False),
    Column("ends_at", TIME, nullable=False),
    Column("deputy_id", UUID, ForeignKey("staff.id")),
    Column("noted_by", Text, nullable=False),
    Column("version", Integer, nullable=False),
    one_of("kind", AbsenceKind),
    CheckConstraint("ends_at > starts_at", name="ends_at"),
    CheckConstraint("deputy_id <> staff_id", name="deputy"),
)
Index("ix_absence_staff_id_ends_at", absences.c.staff_id, absences.c.ends_at)
Index("ix_absence_ends_at", absences.c.ends_at)
