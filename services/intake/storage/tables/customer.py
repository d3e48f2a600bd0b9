"""Customers, found again by the key of their strongest identifier; what was corrected, and noted about them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Index, Integer, Table, Text, func, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

from services.intake.storage.tables.base import METADATA, TIME

customer = Table(
    "customer",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("match_key", Text, nullable=False, unique=True),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Column("name", Text),
    Column("email", Text),
    Column("phone", Text),
    Column("address", Text),
    Column("account_number", Text),
    Column("username", Text),
    Column("language", Text),
    Column("time_zone", Text),
    Column("preferred_contact", Text),
    Column("created_at", TIME, nullable=False),
    Column("last_seen_at", TIME, nullable=False),
    Column("merged_into", ForeignKey("customer.id")),
    Column("survivor_id", ForeignKey("customer.id")),
    Column("merged_at", TIME),
    Column("merged_by", Text),
    CheckConstraint("num_nulls(merged_into, survivor_id, merged_at, merged_by) IN (0, 4)", name="merged"),
    CheckConstraint("merged_into <> id AND survivor_id <> id", name="not_into_itself"),
)
"""`merged_into` is what a person decided; `survivor_id` is where that leads in the end, one step for the hot door."""

# Each costs every new customer that has the member. `name_lexemes`, `folded` and `mailbox` are functions that the
# migrations make.
_FOUND_BY = {
    "mailbox": (customer.c.email, func.mailbox(customer.c.email)),
    "phone": (customer.c.phone, customer.c.phone),
    "account_number": (customer.c.account_number, func.lower(customer.c.account_number)),
    "username": (customer.c.username, func.lower(customer.c.username)),
    "address": (customer.c.address, func.md5(func.folded(customer.c.address))),
    "merged_into": (customer.c.merged_into, customer.c.merged_into),
    "survivor_id": (customer.c.survivor_id, customer.c.survivor_id),
}
for _name, (_column, _key) in _FOUND_BY.items():
    Index(f"ix_customer_{_name}", _key, postgresql_where=_column.is_not(None))
Index(
    "ix_customer_name",
    func.name_lexemes(customer.c.name),
    postgresql_using="gin",
    postgresql_where=customer.c.name.is_not(None),
)

customer_change = Table(
    "customer_change",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("customer_id", ForeignKey("customer.id"), nullable=False),
    Column("fields", ARRAY(Text), nullable=False),
    Column("before", JSONB, nullable=False),
    Column("changed_by", Text, nullable=False),
    Column("changed_at", TIME, nullable=False),
    Index("ix_customer_change_customer_id_id", "customer_id", "id"),
)

customer_note = Table(
    "customer_note",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("customer_id", ForeignKey("customer.id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("ask_about_on", Date),
    Column("expires_on", Date),
    Column("noted_by", Text, nullable=False),
    Column("noted_at", TIME, nullable=False),
    Index("ix_customer_note_customer_id_id", "customer_id", "id"),
)
