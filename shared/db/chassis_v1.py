"""The first form of the chassis tables, as a migration that each service's first version calls.

Frozen: a change is a chassis_v2 beside it, called by a later version of each service.
"""

from __future__ import annotations

from alembic import op

_TABLES = """
CREATE TABLE outbox (
    id uuid CONSTRAINT pk_outbox PRIMARY KEY,
    subject text NOT NULL,
    body bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    published_at timestamptz
);
CREATE INDEX ix_outbox_unpublished ON outbox (id) WHERE published_at IS NULL;
CREATE INDEX ix_outbox_created_at ON outbox USING brin (created_at) WITH (autosummarize);

CREATE TABLE inbox (
    event_id uuid CONSTRAINT pk_inbox PRIMARY KEY,
    received_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX ix_inbox_received_at ON inbox USING brin (received_at) WITH (autosummarize);

CREATE TABLE dead_letter (
    event_id uuid CONSTRAINT pk_dead_letter PRIMARY KEY,
    stream text NOT NULL,
    subject text NOT NULL,
    body bytea NOT NULL,
    error text NOT NULL,
    attempts integer NOT NULL,
    dead_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    replayed_at timestamptz
);

CREATE TABLE timer (
    id uuid CONSTRAINT pk_timer PRIMARY KEY,
    kind text NOT NULL,
    key uuid NOT NULL,
    due_at timestamptz NOT NULL,
    visible_at timestamptz NOT NULL,
    payload jsonb NOT NULL,
    token bigint NOT NULL DEFAULT 0,
    attempts integer NOT NULL DEFAULT 0,
    CONSTRAINT uq_timer_kind_key UNIQUE (kind, key)
);
CREATE INDEX ix_timer_visible_at ON timer (visible_at);

CREATE TABLE idempotency_key (
    scope text NOT NULL,
    key text NOT NULL,
    fingerprint bytea NOT NULL,
    status integer NOT NULL,
    headers jsonb NOT NULL,
    body bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT pk_idempotency_key PRIMARY KEY (scope, key)
);
CREATE INDEX ix_idempotency_key_created_at ON idempotency_key USING brin (created_at) WITH (autosummarize);
"""


def upgrade() -> None:
    """Make the chassis tables."""
    for statement in _TABLES.split(";\n"):
        if statement.strip():
            op.execute(statement)


def downgrade() -> None:
    """Drop the chassis tables."""
    for table in ("idempotency_key", "timer", "dead_letter", "inbox", "outbox"):
        op.drop_table(table)
