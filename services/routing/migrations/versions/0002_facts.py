"""Every fact once: what routing has heard of a complaint, whatever the ids of the events that told it."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_FACT = """
CREATE TABLE fact (
    complaint_id uuid NOT NULL,
    version integer NOT NULL,
    what text NOT NULL CONSTRAINT ck_fact_what
        CHECK (what IN ('recorded', 'recap_confirmed', 'resolved', 'closed', 'reopened')),
    CONSTRAINT pk_fact PRIMARY KEY (complaint_id, version, what)
)
"""


def upgrade() -> None:
    """Make the table of facts."""
    op.execute(_FACT)


def downgrade() -> None:
    """Drop it."""
    op.drop_table("fact")
