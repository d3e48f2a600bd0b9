"""The staff directory, and what each may grant."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Index, Integer, Numeric, Table, Text, func, text
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from services.routing.domain.staff import Level
from services.routing.storage.tables.base import METADATA, TIME, one_of

staff = Table(
    "staff",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("name", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("department", Text),
    Column("branch", Text),
    Column("languages", ARRAY(Text), nullable=False),
    Column("skills", ARRAY(Text), nullable=False),
    Column("reports_to", UUID, ForeignKey("staff.id")),
    Column("capacity", Integer, nullable=False),
    Column("email", Text),
    Column("phone", Text),
    Column("active", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", TIME, nullable=False),
    Column("cross_skills", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    Column("time_zone", Text),
    Column("country", Text),
    Column("deputy_id", UUID, ForeignKey("staff.id")),
    Column("changed_at", TIME, nullable=False),
    one_of("level", Level),
    CheckConstraint("capacity BETWEEN 0 AND 500", name="capacity"),
    CheckConstraint("country ~ '^[A-Z]{2}$'", name="country"),
    CheckConstraint("deputy_id <> id", name="deputy"),
)
Index("ix_staff_created_at_id", staff.c.created_at, staff.c.id)
Index("ix_staff_reports_to", staff.c.reports_to)
Index("ix_staff_department_id", staff.c.department, staff.c.id, postgresql_where=staff.c.active)
Index("ix_staff_deputy_id", staff.c.deputy_id, postgresql_where=staff.c.deputy_id.is_not(None))
Index("ix_staff_email", func.lower(staff.c.email), postgresql_where=staff.c.email.is_not(None))

authority = Table(
    "staff_authority",
    METADATA,
    Column("staff_id", UUID, ForeignKey("staff.id"), primary_key=True),
    Column("remedy", Text, primary_key=True),
    Column("currency", Text, primary_key=True),
    Column("amount", Numeric(14, 2), nullable=False),
    CheckConstraint("amount >= 0", name="amount"),
)
