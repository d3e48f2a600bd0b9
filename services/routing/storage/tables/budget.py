"""Recovery budgets, and their double-entry ledger."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Numeric,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import UUID

from services.routing.domain.posting import Account
from services.routing.domain.spend import ReversalReason
from services.routing.domain.staff import Level
from services.routing.storage.tables.base import METADATA, TIME, one_of

_MONEY = Numeric(14, 2)

budget_rules = Table(
    "budget_rule",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("level", Text, nullable=False),
    Column("department", Text),
    Column("currency", Text, nullable=False),
    Column("amount", _MONEY, nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("by_subject", Text, nullable=False),
    Column("at", TIME, nullable=False),
    one_of("level", Level),
    CheckConstraint("amount >= 0", name="amount"),
    CheckConstraint("currency ~ '^[A-Z]{3}$'", name="currency"),
)

budgets = Table(
    "budget",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("staff_id", UUID, ForeignKey("staff.id"), nullable=False),
    Column("year", Integer, nullable=False),
    Column("currency", Text, nullable=False),
    Column("granted", _MONEY, nullable=False),
    Column("spent", _MONEY, nullable=False),
    UniqueConstraint("staff_id", "year", "currency"),
    UniqueConstraint("id", "currency"),
    CheckConstraint("currency ~ '^[A-Z]{3}$'", name="currency"),
    CheckConstraint("spent BETWEEN 0 AND granted", name="never_overdrawn"),
)

budget_entries = Table(
    "budget_entry",
    METADATA,
    Column("posting_id", UUID, primary_key=True),
    Column("account", Text, primary_key=True),
    Column("budget_id", UUID, nullable=False),
    Column("currency", Text, nullable=False),
    Column("amount", _MONEY, nullable=False),
    Column("at", TIME, nullable=False),
    Column("by_subject", Text, nullable=False),
    ForeignKeyConstraint(["budget_id", "currency"], ["budget.id", "budget.currency"]),
    one_of("account", Account),
    CheckConstraint("amount <> 0", name="amount"),
)
Index("ix_budget_entry_budget_id", budget_entries.c.budget_id)

budget_spends = Table(
    "budget_spend",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("budget_id", UUID, nullable=False),
    Column("staff_id", UUID, ForeignKey("staff.id"), nullable=False),
    Column("complaint_id", UUID, ForeignKey("case_file.complaint_id"), nullable=False),
    Column("amount", _MONEY, nullable=False),
    Column("currency", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("why", Text),
    Column("request_key", Text, nullable=False),
    Column("spent_at", TIME, nullable=False),
    Column("reversed_by", UUID),
    Column("reversal_reason", Text),
    Column("reversed_at", TIME),
    Column("version", Integer, nullable=False),
    ForeignKeyConstraint(["budget_id", "currency"], ["budget.id", "budget.currency"]),
    UniqueConstraint("staff_id", "request_key"),
    one_of("reversal_reason", ReversalReason),
    CheckConstraint("amount > 0", name="amount"),
    CheckConstraint("num_nulls(reversed_by, reversal_reason, reversed_at) IN (0, 3)", name="reversed_whole"),
)
Index(
    "ix_budget_spend_complaint_id_spent_at", budget_spends.c.complaint_id, budget_spends.c.spent_at, budget_spends.c.id
)
Index("ix_budget_spend_budget_id", budget_spends.c.budget_id)
