"""Every owner that a case had, never changed."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from services.routing.domain.ownership import How
from services.routing.storage.tables.base import METADATA, TIME, one_of

ownership = Table(
    "ownership",
    METADATA,
    Column("complaint_id", UUID, ForeignKey("case_file.complaint_id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("owner_id", UUID, nullable=False),
    Column("since", TIME, nullable=False),
    Column("how", Text, nullable=False),
    Column("why", ARRAY(Text), nullable=False),
    Column("by_subject", Text, nullable=False),
    one_of("how", How),
)
