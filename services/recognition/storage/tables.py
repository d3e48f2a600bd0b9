"""The tables of recognition; what they refuse is in migrations 0001 (constraints) and 0002 (triggers)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    ARRAY,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    Numeric,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import TIMESTAMP, UUID

from shared.db.chassis import add_chassis_tables
from shared.db.naming import service_metadata

METADATA = service_metadata()
add_chassis_tables(METADATA)

TIME = TIMESTAMP(timezone=True)
DAYS = Numeric(6, 2)


def _needed(name: str, kind: Any) -> Column[Any]:
    return Column(name, kind, nullable=False)


programme = Table(
    "programme",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    _needed("code", Text),
    _needed("title", Text),
    _needed("threshold", Integer),
    _needed("min_rating", SmallInteger),
    _needed("voluntary_only", Boolean),
    _needed("reward", Text),
    _needed("days", DAYS),
    _needed("active", Boolean),
    UniqueConstraint("id", "threshold"),
    CheckConstraint("threshold > 0", name="threshold"),
    CheckConstraint("min_rating BETWEEN 1 AND 5", name="min_rating"),
    CheckConstraint("days > 0", name="days"),
)
Index("ix_programme_the_active_one", programme.c.active, unique=True, postgresql_where=programme.c.active)

comment = Table(
    "comment",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("customer_id", UUID),
    Column("rating", SmallInteger),
    Column("voluntary", Boolean),
    Column("received_at", TIME),
    Column("withdrawn_at", TIME),
    CheckConstraint("rating BETWEEN 1 AND 5", name="rating"),
    CheckConstraint("received_at IS NOT NULL OR withdrawn_at IS NOT NULL", name="heard_of"),
    CheckConstraint("num_nulls(rating, voluntary, received_at) IN (0, 3)", name="whole"),
)

staff_tally = Table(
    "staff_tally",
    METADATA,
    Column("programme_id", Integer, primary_key=True, autoincrement=False),
    Column("staff_id", UUID, primary_key=True),
    _needed("threshold", Integer),
    Column("valid", Integer, nullable=False, server_default=text("0")),
    Column("granted", Integer, nullable=False, server_default=text("0")),
    Column("rewards", Integer, nullable=False, server_default=text("0")),
    ForeignKeyConstraint(["programme_id", "threshold"], ["programme.id", "programme.threshold"]),
    CheckConstraint("valid >= 0 AND granted BETWEEN 0 AND rewards", name="counts"),
)

compliment = Table(
    "compliment",
    METADATA,
    # The person first: their list is read in this order, and one index less is kept on the hot path.
    Column("staff_id", UUID, primary_key=True),
    Column("id", UUID, primary_key=True),
    _needed("comment_id", UUID),
    _needed("programme_id", Integer),
    _needed("status", Text),
    Column("why", Text),
    Column("place", Integer),
    _needed("recorded_at", TIME),
    Column("reversed_at", TIME),
    UniqueConstraint("comment_id", "staff_id"),
    UniqueConstraint("staff_id", "programme_id", "place", deferrable=True),
    CheckConstraint("status IN ('valid', 'not_counted', 'reversed')", name="status"),
    CheckConstraint("(status = 'valid') = (place IS NOT NULL) AND place >= 1", name="place"),
    CheckConstraint("(status = 'valid') = (why IS NULL)", name="why"),
    CheckConstraint("(status = 'reversed') = (reversed_at IS NOT NULL)", name="reversed_at"),
)

reward = Table(
    "reward",
    METADATA,
    Column("id", UUID, primary_key=True),
    _needed("programme_id", Integer),
    _needed("staff_id", UUID),
    _needed("kind", Text),
    _needed("days", DAYS),
    _needed("ordinal", Integer),
    Column("slot", Integer),
    _needed("status", Text),
    _needed("version", Integer),
    _needed("granted_at", TIME),
    Column("approved_at", TIME),
    Column("approved_by", UUID),
    Column("redeemed_at", TIME),
    Column("redeemed_on", Date),
    Column("reversed_at", TIME),
    UniqueConstraint("programme_id", "staff_id", "ordinal"),
    UniqueConstraint("programme_id", "staff_id", "slot", deferrable=True),
    ForeignKeyConstraint(
        ["id", "version", "status"],
        ["ledger_entry.reward_id", "ledger_entry.number", "ledger_entry.kind"],
        deferrable=True,
        initially="DEFERRED",
        use_alter=True,
    ),
    CheckConstraint("(reversed_at IS NULL) = (slot IS NOT NULL) AND slot >= 1", name="slot"),
    CheckConstraint("(status IN ('reversed', 'reversed_after_redemption')) = (reversed_at IS NOT NULL)", name="status"),
    CheckConstraint("approved_by <> staff_id", name="not_their_own"),
)
Index("ix_reward_staff_id_id", reward.c.staff_id, reward.c.id)

ledger_entry = Table(
    "ledger_entry",
    METADATA,
    Column("reward_id", UUID, primary_key=True),
    Column("number", Integer, primary_key=True),
    _needed("kind", Text),
    _needed("source", Text),
    _needed("target", Text),
    _needed("days", DAYS),
    _needed("at", TIME),
    _needed("by", Text),
    _needed("why", Text),
    Column("event_id", UUID),
    _needed("compliment_ids", ARRAY(UUID)),
    UniqueConstraint("reward_id", "number", "kind"),
    CheckConstraint("days > 0 AND source <> target", name="both_sides"),
    CheckConstraint("source IN ('company', 'earned', 'available')", name="source"),
    CheckConstraint("target IN ('company', 'earned', 'available', 'taken')", name="target"),
    CheckConstraint(
        "CASE kind WHEN 'granted' THEN number = 1 WHEN 'approved' THEN number = 2"
        " WHEN 'redeemed' THEN number = 3 WHEN 'reversed' THEN number IN (2, 3)"
        " WHEN 'reversed_after_redemption' THEN number = 4 ELSE false END",
        name="order",
    ),
)
