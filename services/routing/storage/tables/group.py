"""Groups of staff, and what identity providers know the staff by."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, func
from sqlalchemy.dialects.postgresql import JSONB, UUID

from services.routing.storage.tables.base import METADATA, TIME

accounts = Table(
    "account",
    METADATA,
    Column("staff_id", UUID, ForeignKey("staff.id"), primary_key=True),
    Column("user_name", Text, nullable=False),
    Column("external_id", Text),
    Column("said", JSONB, nullable=False),
    Column("deleted_at", TIME),
)
Index(
    "uq_account_user_name",
    func.lower(accounts.c.user_name),
    unique=True,
    postgresql_where=accounts.c.deleted_at.is_(None),
)
Index("ix_account_external_id", accounts.c.external_id, postgresql_where=accounts.c.external_id.is_not(None))

groups = Table(
    "staff_group",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("display_name", Text, nullable=False),
    Column("external_id", Text),
    Column("created_at", TIME, nullable=False),
    Column("changed_at", TIME, nullable=False),
    Column("version", Integer, nullable=False),
)
Index("uq_staff_group_display_name", func.lower(groups.c.display_name), unique=True)
Index("ix_staff_group_created_at_id", groups.c.created_at, groups.c.id)

members = Table(
    "staff_group_member",
    METADATA,
    Column("group_id", UUID, ForeignKey("staff_group.id", ondelete="CASCADE"), primary_key=True),
    Column("staff_id", UUID, ForeignKey("staff.id"), primary_key=True),
)
Index("ix_staff_group_member_staff_id", members.c.staff_id)
