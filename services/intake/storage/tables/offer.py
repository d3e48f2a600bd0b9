"""Offers, their options, and what the customers chose; one offer about a complaint is open at a time."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Numeric,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import INTERVAL, JSONB, UUID

from services.intake.storage.tables.base import METADATA, TIME, one_of

offer = Table(
    "offer",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("complaint_id", ForeignKey("complaint.id"), nullable=False),
    Column("status", Text, nullable=False),
    Column("refused", Boolean, nullable=False),
    Column("wish_kind", Text),
    Column("wish_possible", Boolean, nullable=False),
    Column("why_not", Text),
    Column("policy_reference", Text),
    Column("channel", Text),
    Column("risk", JSONB(none_as_null=True)),
    Column("offered_by", Text, nullable=False),
    Column("offered_at", TIME, nullable=False),
    Column("expires_at", TIME),
    one_of("status", "open", "chosen", "declined", "expired", "overtaken"),
    CheckConstraint("wish_possible OR why_not IS NOT NULL", name="why_not"),
    CheckConstraint("NOT refused OR (NOT wish_possible AND risk IS NOT NULL)", name="refused"),
    Index("ix_offer_complaint_id_id", "complaint_id", "id"),
    Index("uq_offer_complaint_id", "complaint_id", unique=True, postgresql_where=text("status = 'open'")),
)

offer_option = Table(
    "offer_option",
    METADATA,
    Column("offer_id", ForeignKey("offer.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("limits", Text, nullable=False),
    Column("how_long", INTERVAL, nullable=False),
    Column("value_amount", Numeric),
    Column("value_currency", Text),
    CheckConstraint("number BETWEEN 1 AND 6", name="number"),
    CheckConstraint("(value_amount IS NULL) = (value_currency IS NULL)", name="value"),
)

offer_choice = Table(
    "offer_choice",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("complaint_id", ForeignKey("complaint.id"), nullable=False),
    Column("offer_id", ForeignKey("offer.id"), nullable=False, unique=True),
    Column("option", Integer),
    Column("said", Text),
    Column("chosen_by", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("chosen_at", TIME, nullable=False),
    ForeignKeyConstraint(["offer_id", "option"], ["offer_option.offer_id", "offer_option.number"]),
    one_of("chosen_by", "customer", "staff"),
    Index("ix_offer_choice_complaint_id_id", "complaint_id", "id"),
)
