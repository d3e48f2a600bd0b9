"""Cases: who owns each, and what routing knows of it by codes."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Computed,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    and_,
    func,
    literal_column,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from services.routing.domain.case import CaseStatus
from services.routing.storage.tables.base import METADATA, TIME, ZERO, one_of

_RANKED = "CASE urgency WHEN 'critical' THEN 0 WHEN 'high' THEN 1 WHEN 'raised' THEN 2 ELSE 3 END"
_OPEN = text("status = 'open'")
_WAITS = text("status = 'open' AND queue IS NOT NULL")

cases = Table(
    "case_file",
    METADATA,
    Column("complaint_id", UUID, primary_key=True),
    Column("reference", Text, nullable=False),
    Column("owner_id", UUID, nullable=False),
    Column("recorder_id", UUID, nullable=False),
    Column("customer_id", UUID),
    Column("status", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("department", Text),
    Column("product", Text),
    Column("wish", Text),
    Column("feeling", Text),
    Column("urgency", Text, nullable=False, server_default=text("'normal'")),
    Column("branch", Text),
    Column("channel", Text),
    Column("classified_version", Integer, nullable=False, server_default=ZERO),
    Column("hot", Boolean, nullable=False, server_default=text("false")),
    Column("last_out_at", TIME),
    Column("last_in_at", TIME),
    Column("queue", Text),
    Column("responsible_lead_id", UUID),
    Column("why", ARRAY(Text), nullable=False),
    Column("recorded_at", TIME, nullable=False),
    Column("owner_since", TIME, nullable=False),
    Column("version", Integer, nullable=False),
    Column("urgency_rank", SmallInteger, Computed(_RANKED, persisted=True), nullable=False),
    one_of("status", CaseStatus),
    CheckConstraint("urgency IN ('normal', 'raised', 'high', 'critical')", name="urgency"),
    CheckConstraint("(queue IS NULL) = (responsible_lead_id IS NULL)", name="queue_has_a_lead"),
)
Index("ix_case_file_recorded_at_complaint_id", cases.c.recorded_at, cases.c.complaint_id)
Index("ix_case_file_owner_id_recorded_at", cases.c.owner_id, cases.c.recorded_at, cases.c.complaint_id)
# What each carries is counted in the index alone.
Index(
    "ix_case_file_open_owner_id",
    cases.c.owner_id,
    postgresql_include=["complaint_id", "hot", "queue"],
    postgresql_where=_OPEN,
)
Index(
    "ix_case_file_customer_id_recorded_at",
    cases.c.customer_id,
    cases.c.recorded_at,
    postgresql_where=cases.c.customer_id.is_not(None),
)

IS_OPEN = cases.c.status == literal_column("'open'")
"""With the word itself, for an index that holds only such cases serves no plan that does not know the word."""
WAITS = and_(IS_OPEN, cases.c.queue.is_not(None))
WAITING = (cases.c.urgency_rank, cases.c.recorded_at, cases.c.complaint_id)
"""The order of every queue: urgency, age, id; `domain/queueing.py` says the same."""
QUIET_SINCE = func.greatest(cases.c.owner_since, cases.c.last_out_at, type_=TIME)
"""Since when nobody new has it and the customer has heard nothing."""
Index("ix_case_file_waiting", *WAITING, postgresql_where=_WAITS)
Index("ix_case_file_waiting_queue", cases.c.queue, *WAITING, postgresql_where=_WAITS)
Index("ix_case_file_waiting_responsible_lead_id", cases.c.responsible_lead_id, *WAITING, postgresql_where=_WAITS)
Index("ix_case_file_waiting_department", cases.c.department, *WAITING, postgresql_where=_WAITS)
Index("ix_case_file_quiet_since", QUIET_SINCE, cases.c.complaint_id, postgresql_where=_OPEN)
Index(
    "ix_case_file_quiet_since_department",
    cases.c.department,
    QUIET_SINCE,
    cases.c.complaint_id,
    postgresql_where=_OPEN,
)
