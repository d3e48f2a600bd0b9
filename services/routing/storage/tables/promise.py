"""Promises to customers, and each step of them.

`department` and `owner_id` are those of the case, which a trigger keeps so: what is due is listed for a team or for an
owner from one index, however many cases there are.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Numeric, Table, Text, text
from sqlalchemy.dialects.postgresql import UUID

from services.routing.domain.promise import PromiseKind, PromiseStatus
from services.routing.domain.promise_step import StepKind
from services.routing.storage.tables.base import METADATA, TIME, one_of

promises = Table(
    "promise",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("complaint_id", UUID, ForeignKey("case_file.complaint_id"), nullable=False),
    Column("department", Text),
    Column("owner_id", UUID, nullable=False),
    Column("made_by", UUID, ForeignKey("staff.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("remedy", Text),
    Column("amount", Numeric(14, 2)),
    Column("currency", Text),
    Column("made_at", TIME, nullable=False),
    Column("first_due_at", TIME, nullable=False),
    Column("due_at", TIME, nullable=False),
    Column("status", Text, nullable=False),
    Column("told_delay_at", TIME),
    Column("kept_at", TIME),
    Column("broken_at", TIME),
    Column("made_good_at", TIME),
    Column("version", Integer, nullable=False),
    one_of("kind", PromiseKind),
    one_of("status", PromiseStatus),
    CheckConstraint("amount >= 0", name="amount"),
    CheckConstraint("(amount IS NULL) = (currency IS NULL)", name="amount_has_a_currency"),
    CheckConstraint("(kind = 'remedy') = (remedy IS NOT NULL)", name="remedy"),
    CheckConstraint("amount IS NULL OR remedy IS NOT NULL", name="amount_of_a_remedy"),
    CheckConstraint("(status = 'kept') = (kept_at IS NOT NULL)", name="kept"),
    CheckConstraint("(status = 'broken') = (broken_at IS NOT NULL)", name="broken"),
    CheckConstraint("broken_at >= due_at", name="broken_when_due"),
    CheckConstraint("made_good_at IS NULL OR status = 'broken'", name="made_good"),
    CheckConstraint("due_at >= first_due_at AND first_due_at > made_at", name="due_later"),
    CheckConstraint("(due_at > first_due_at) = (told_delay_at IS NOT NULL)", name="delay_was_told"),
)
_OWED = text("status IN ('open', 'delayed')")
Index("ix_promise_owed_due_at", promises.c.due_at, promises.c.id, postgresql_where=_OWED)
Index(
    "ix_promise_owed_department_due_at",
    promises.c.department,
    promises.c.due_at,
    promises.c.id,
    postgresql_where=_OWED,
)
Index("ix_promise_owed_owner_id_due_at", promises.c.owner_id, promises.c.due_at, promises.c.id, postgresql_where=_OWED)
Index("ix_promise_status_due_at", promises.c.status, promises.c.due_at, promises.c.id)
Index("ix_promise_made_by_status_due_at", promises.c.made_by, promises.c.status, promises.c.due_at, promises.c.id)
Index("ix_promise_complaint_id_due_at", promises.c.complaint_id, promises.c.due_at, promises.c.id)

promise_steps = Table(
    "promise_step",
    METADATA,
    Column("promise_id", UUID, ForeignKey("promise.id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("what", Text, nullable=False),
    Column("at", TIME, nullable=False),
    Column("by_subject", Text, nullable=False),
    Column("due_at", TIME, nullable=False),
    Column("told_how", Text),
    Column("told_said", Text),
    Column("told_at", TIME),
    one_of("what", StepKind),
    CheckConstraint("(what IN ('delayed', 'withdrawn')) = (told_at IS NOT NULL)", name="told"),
    CheckConstraint("num_nulls(told_how, told_said, told_at) IN (0, 3)", name="told_whole"),
    CheckConstraint("told_at <= due_at", name="told_in_time"),
)
