"""Sanctions against contacts, and which comments they hold back."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_UP = (
    """
    CREATE TABLE sanctioned (
        sanction_id uuid CONSTRAINT pk_sanctioned PRIMARY KEY,
        complaint_id uuid,
        customer_id uuid,
        staff_ids uuid[] NOT NULL DEFAULT '{}'::uuid[],
        since timestamptz,
        until timestamptz,
        lifted_at timestamptz,
        CONSTRAINT ck_sanctioned_heard_of CHECK (since IS NOT NULL OR lifted_at IS NOT NULL),
        CONSTRAINT ck_sanctioned_whole CHECK ((since IS NULL) = (complaint_id IS NULL))
    )
    """,
    "CREATE INDEX ix_sanctioned_customer_id ON sanctioned (customer_id)",
    "CREATE INDEX ix_sanctioned_complaint_id ON sanctioned (complaint_id)",
    """
    ALTER TABLE comment
        ADD COLUMN held boolean NOT NULL DEFAULT false,
        ADD COLUMN told boolean NOT NULL DEFAULT true
    """,
    "CREATE INDEX ix_comment_customer_id ON comment (customer_id) WHERE customer_id IS NOT NULL",
)
_DOWN = (
    "DROP INDEX ix_comment_customer_id",
    "ALTER TABLE comment DROP COLUMN held, DROP COLUMN told",
    "DROP TABLE sanctioned",
)


def upgrade() -> None:
    """Add them; what was said so far counts, and was told."""
    for statement in _UP:
        op.execute(statement)


def downgrade() -> None:
    """Take them back."""
    for statement in _DOWN:
        op.execute(statement)
