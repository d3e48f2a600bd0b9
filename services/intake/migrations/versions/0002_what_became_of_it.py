"""What became of a complaint beyond its first states: class, urgency, answers, lateness, merging; and its changes."""

from alembic import op

revision = "0002"
down_revision = "0001"

_COLUMNS = (
    "category text",
    "urgency text NOT NULL DEFAULT 'normal'"
    " CONSTRAINT ck_complaint_urgency CHECK (urgency IN ('normal', 'raised', 'high', 'critical'))",
    "root_cause text",
    "feeling_acknowledged_at timestamptz",
    "first_answered_at timestamptz",
    "resolved_at timestamptz",
    "late_times integer NOT NULL DEFAULT 0",
    "broken_promises integer NOT NULL DEFAULT 0",
    "merged_into uuid CONSTRAINT fk_complaint_merged_into_complaint REFERENCES complaint (id)",
)
_STATES = {
    "upgrade": "'recorded', 'resolved', 'closed', 'reopened', 'parted', 'merged'",
    "downgrade": "'recorded', 'resolved', 'closed', 'reopened'",
}


def _states(which: str) -> None:
    op.execute("ALTER TABLE complaint DROP CONSTRAINT ck_complaint_status")
    op.execute(f"ALTER TABLE complaint ADD CONSTRAINT ck_complaint_status CHECK (status IN ({_STATES[which]}))")


def upgrade() -> None:
    """Widen the row and the list of states; a table for the changes."""
    for column in _COLUMNS:
        op.execute(f"ALTER TABLE complaint ADD COLUMN {column}")
    _states("upgrade")
    op.execute(
        "ALTER TABLE complaint ADD CONSTRAINT ck_complaint_merged"
        " CHECK ((status = 'merged') = (merged_into IS NOT NULL))"
    )
    op.execute("CREATE INDEX ix_complaint_merged_into ON complaint (merged_into) WHERE merged_into IS NOT NULL")
    op.execute(
        """
        CREATE TABLE change (
            id uuid CONSTRAINT pk_change PRIMARY KEY,
            complaint_id uuid NOT NULL CONSTRAINT fk_change_complaint_id_complaint REFERENCES complaint (id),
            kind text NOT NULL,
            detail jsonb NOT NULL DEFAULT '{}'::jsonb,
            changed_by text NOT NULL,
            changed_at timestamptz NOT NULL
        )
        """
    )
    op.execute("CREATE INDEX ix_change_complaint_id_id ON change (complaint_id, id)")


def downgrade() -> None:
    """Back to the first states; what was parted or merged counts as closed by silence."""
    op.drop_table("change")
    op.execute("ALTER TABLE complaint DROP CONSTRAINT ck_complaint_merged")
    op.execute(
        "UPDATE complaint SET status = 'closed', closed_how = 'silence', closed_at = recorded_at"
        " WHERE status IN ('parted', 'merged')"
    )
    _states("downgrade")
    for column in reversed(_COLUMNS):
        op.drop_column("complaint", column.split()[0])
