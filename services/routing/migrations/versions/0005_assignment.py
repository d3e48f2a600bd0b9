"""Whose turn it is, and whom an assignment passed over; the indexes of what leads look at."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_OPEN = "WHERE status = 'open'"
_WAITS = "WHERE status = 'open' AND queue IS NOT NULL"
_UP = (
    """
    CREATE TABLE staff_turn (
        staff_id uuid CONSTRAINT pk_staff_turn PRIMARY KEY
            CONSTRAINT fk_staff_turn_staff_id_staff REFERENCES staff (id),
        last_assigned_at timestamptz NOT NULL,
        assigned integer NOT NULL CONSTRAINT ck_staff_turn_assigned CHECK (assigned > 0)
    )
    """,
    """
    CREATE TABLE passing_over (
        complaint_id uuid NOT NULL
            CONSTRAINT fk_passing_over_complaint_id_case_file REFERENCES case_file (complaint_id),
        version integer NOT NULL,
        decided_at timestamptz NOT NULL,
        suitable integer NOT NULL,
        ranked uuid[] NOT NULL,
        passed_over jsonb NOT NULL,
        CONSTRAINT pk_passing_over PRIMARY KEY (complaint_id, version)
    )
    """,
    """
    ALTER TABLE case_file ADD COLUMN urgency_rank smallint NOT NULL GENERATED ALWAYS AS (
        CASE urgency WHEN 'critical' THEN 0 WHEN 'high' THEN 1 WHEN 'raised' THEN 2 ELSE 3 END
    ) STORED
    """,
    f"CREATE INDEX ix_case_file_waiting ON case_file (urgency_rank, recorded_at, complaint_id) {_WAITS}",
    f"CREATE INDEX ix_case_file_waiting_queue ON case_file (queue, urgency_rank, recorded_at, complaint_id) {_WAITS}",
    "CREATE INDEX ix_case_file_waiting_responsible_lead_id ON case_file "
    f"(responsible_lead_id, urgency_rank, recorded_at, complaint_id) {_WAITS}",
    "CREATE INDEX ix_case_file_waiting_department ON case_file "
    f"(department, urgency_rank, recorded_at, complaint_id) {_WAITS}",
    "DROP INDEX ix_case_file_open_owner_id",
    f"CREATE INDEX ix_case_file_open_owner_id ON case_file (owner_id) INCLUDE (complaint_id, hot, queue) {_OPEN}",
    "CREATE INDEX ix_clock_running_complaint_id ON clock (complaint_id, due_at) WHERE stopped_at IS NULL",
    f"CREATE INDEX ix_case_file_quiet_since ON case_file (greatest(owner_since, last_out_at), complaint_id) {_OPEN}",
    "CREATE INDEX ix_case_file_quiet_since_department ON case_file "
    f"(department, greatest(owner_since, last_out_at), complaint_id) {_OPEN}",
    "CREATE INDEX ix_staff_department_id ON staff (department, id) WHERE active",
)
_DOWN = (
    "DROP INDEX ix_staff_department_id",
    "DROP INDEX ix_case_file_quiet_since_department",
    "DROP INDEX ix_case_file_quiet_since",
    "DROP INDEX ix_clock_running_complaint_id",
    "DROP INDEX ix_case_file_open_owner_id",
    f"CREATE INDEX ix_case_file_open_owner_id ON case_file (owner_id) {_OPEN}",
    "ALTER TABLE case_file DROP COLUMN urgency_rank",
    "DROP TABLE passing_over",
    "DROP TABLE staff_turn",
)


def upgrade() -> None:
    """Make the tables and the indexes."""
    for statement in _UP:
        op.execute(statement)


def downgrade() -> None:
    """Drop them; those of the rank go with its column."""
    for statement in _DOWN:
        op.execute(statement)
