"""The tables that every service has: outbox, inbox, dead letters, timers, idempotency keys.

Each service's metadata takes them in, so that Alembic compares them too; chassis_v1 makes them.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, Table, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import BYTEA, JSONB, TIMESTAMP, UUID

_NOW = text("clock_timestamp()")


def _time(name: str, *, nullable: bool = False, default: bool = False) -> Column[object]:
    kind = TIMESTAMP(timezone=True)
    return Column(name, kind, nullable=nullable, server_default=_NOW if default else None)


def _by_age(name: str, column: Column[object]) -> None:
    """For sweeping old rows only: rows come in the order of time, so block ranges do, and cost next to nothing."""
    Index(name, column, postgresql_using="brin", postgresql_with={"autosummarize": True})


def add_chassis_tables(metadata: MetaData) -> None:
    """Add the chassis tables to a service's metadata."""
    outbox = Table(
        "outbox",
        metadata,
        Column("id", UUID, primary_key=True),
        Column("subject", Text, nullable=False),
        Column("body", BYTEA, nullable=False),
        _time("created_at", default=True),
        _time("published_at", nullable=True),
    )
    Index("ix_outbox_unpublished", outbox.c.id, postgresql_where=outbox.c.published_at.is_(None))
    _by_age("ix_outbox_created_at", outbox.c.created_at)
    inbox = Table(
        "inbox",
        metadata,
        Column("event_id", UUID, primary_key=True),
        _time("received_at", default=True),
    )
    _by_age("ix_inbox_received_at", inbox.c.received_at)
    Table(
        "dead_letter",
        metadata,
        Column("event_id", UUID, primary_key=True),
        Column("stream", Text, nullable=False),
        Column("subject", Text, nullable=False),
        Column("body", BYTEA, nullable=False),
        Column("error", Text, nullable=False),
        Column("attempts", Integer, nullable=False),
        _time("dead_at", default=True),
        _time("replayed_at", nullable=True),
    )
    timer = Table(
        "timer",
        metadata,
        Column("id", UUID, primary_key=True),
        Column("kind", Text, nullable=False),
        Column("key", UUID, nullable=False),
        _time("due_at"),
        _time("visible_at"),
        Column("payload", JSONB, nullable=False),
        Column("token", BigInteger, nullable=False, server_default=text("0")),
        Column("attempts", Integer, nullable=False, server_default=text("0")),
        UniqueConstraint("kind", "key"),
    )
    Index("ix_timer_visible_at", timer.c.visible_at)
    keys = Table(
        "idempotency_key",
        metadata,
        Column("scope", Text, primary_key=True),
        Column("key", Text, primary_key=True),
        Column("fingerprint", BYTEA, nullable=False),
        Column("status", Integer, nullable=False),
        Column("headers", JSONB, nullable=False),
        Column("body", BYTEA, nullable=False),
        _time("created_at", default=True),
    )
    _by_age("ix_idempotency_key_created_at", keys.c.created_at)
