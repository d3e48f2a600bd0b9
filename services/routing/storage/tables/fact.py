"""What was heard of complaints, and where each stands by it."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table, Text
from sqlalchemy.dialects.postgresql import JSONB, UUID

from services.routing.domain.case import CaseStatus
from services.routing.domain.progress import Happening
from services.routing.storage.tables.base import EMPTY, METADATA, TIME, ZERO, one_of

fact = Table(
    "fact",
    METADATA,
    Column("complaint_id", UUID, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("what", Text, primary_key=True),
    Column("at", TIME, nullable=False),
    Column("number", Integer, nullable=False, server_default=ZERO),
    Column("detail", JSONB, nullable=False, server_default=EMPTY),
    one_of("what", Happening),
)

progress = Table(
    "progress",
    METADATA,
    Column("complaint_id", UUID, primary_key=True),
    Column("status", Text, nullable=False),
    Column("status_version", Integer, nullable=False),
    Column("heard", Integer, nullable=False),
    one_of("status", CaseStatus),
)
