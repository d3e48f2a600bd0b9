"""The first tables of routing: staff, cases and their clocks, handoffs."""

from __future__ import annotations

from alembic import op

from shared.db import chassis_v1

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TABLES = """
CREATE TABLE staff (
    id uuid CONSTRAINT pk_staff PRIMARY KEY,
    name text NOT NULL,
    level text NOT NULL
        CONSTRAINT ck_staff_level CHECK (level IN ('agent', 'senior', 'lead', 'regional_manager', 'head')),
    department text,
    branch text,
    languages text[] NOT NULL,
    skills text[] NOT NULL,
    reports_to uuid CONSTRAINT fk_staff_reports_to_staff REFERENCES staff (id),
    capacity integer NOT NULL CONSTRAINT ck_staff_capacity CHECK (capacity BETWEEN 0 AND 500),
    email text,
    phone text,
    active boolean NOT NULL,
    version integer NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX ix_staff_created_at_id ON staff (created_at, id);
CREATE INDEX ix_staff_reports_to ON staff (reports_to);

CREATE TABLE staff_authority (
    staff_id uuid NOT NULL CONSTRAINT fk_staff_authority_staff_id_staff REFERENCES staff (id),
    remedy text NOT NULL,
    currency text NOT NULL,
    amount numeric(14, 2) NOT NULL CONSTRAINT ck_staff_authority_amount CHECK (amount >= 0),
    CONSTRAINT pk_staff_authority PRIMARY KEY (staff_id, remedy, currency)
);

CREATE TABLE progress (
    complaint_id uuid CONSTRAINT pk_progress PRIMARY KEY,
    status text NOT NULL CONSTRAINT ck_progress_status CHECK (status IN ('open', 'resolved', 'closed')),
    status_version integer NOT NULL,
    heard integer NOT NULL
);

CREATE TABLE case_file (
    complaint_id uuid CONSTRAINT pk_case_file PRIMARY KEY,
    reference text NOT NULL,
    owner_id uuid NOT NULL,
    recorder_id uuid NOT NULL,
    customer_id uuid,
    status text NOT NULL CONSTRAINT ck_case_file_status CHECK (status IN ('open', 'resolved', 'closed')),
    language text NOT NULL,
    department text,
    product text,
    wish text,
    feeling text,
    queue text,
    responsible_lead_id uuid,
    why text[] NOT NULL,
    recorded_at timestamptz NOT NULL,
    version integer NOT NULL,
    CONSTRAINT ck_case_file_queue_has_a_lead CHECK ((queue IS NULL) = (responsible_lead_id IS NULL))
);
CREATE INDEX ix_case_file_recorded_at_complaint_id ON case_file (recorded_at, complaint_id);
CREATE INDEX ix_case_file_owner_id_recorded_at ON case_file (owner_id, recorded_at, complaint_id);
CREATE INDEX ix_case_file_open_owner_id ON case_file (owner_id) WHERE status = 'open';
CREATE INDEX ix_case_file_customer_id_recorded_at ON case_file (customer_id, recorded_at)
    WHERE customer_id IS NOT NULL;

CREATE TABLE clock (
    complaint_id uuid NOT NULL,
    kind text NOT NULL CONSTRAINT ck_clock_kind CHECK (kind IN ('first_answer', 'recap', 'resolution')),
    round integer NOT NULL,
    started_at timestamptz,
    due_at timestamptz,
    stopped_at timestamptz,
    CONSTRAINT pk_clock PRIMARY KEY (complaint_id, kind, round),
    CONSTRAINT ck_clock_started_is_due CHECK ((started_at IS NULL) = (due_at IS NULL))
);

CREATE TABLE handoff (
    id uuid CONSTRAINT pk_handoff PRIMARY KEY,
    complaint_id uuid NOT NULL
        CONSTRAINT fk_handoff_complaint_id_case_file REFERENCES case_file (complaint_id),
    from_id uuid NOT NULL,
    to_id uuid NOT NULL CONSTRAINT fk_handoff_to_id_staff REFERENCES staff (id),
    reason text NOT NULL CONSTRAINT ck_handoff_reason CHECK (reason IN (
        'authority', 'skill', 'language', 'abuse', 'breached_clock', 'second_reopening', 'customer_asks',
        'conflict_of_interest'
    )),
    summary jsonb NOT NULL,
    status text NOT NULL CONSTRAINT ck_handoff_status
        CHECK (status IN ('offered', 'accepted', 'declined', 'timed_out', 'withdrawn')),
    offered_at timestamptz NOT NULL,
    respond_by timestamptz NOT NULL,
    answered_at timestamptz,
    answered_by text,
    why text,
    follows_id uuid CONSTRAINT fk_handoff_follows_id_handoff REFERENCES handoff (id),
    version integer NOT NULL,
    CONSTRAINT ck_handoff_answered CHECK ((status = 'offered') = (answered_at IS NULL))
);
CREATE UNIQUE INDEX uq_handoff_open ON handoff (complaint_id) WHERE status = 'offered';
CREATE INDEX ix_handoff_complaint_id_offered_at ON handoff (complaint_id, offered_at)
"""


def upgrade() -> None:
    """Make the chassis tables and those of routing."""
    chassis_v1.upgrade()
    for statement in _TABLES.split(";\n"):
        op.execute(statement)


def downgrade() -> None:
    """Drop them all."""
    for table in ("handoff", "clock", "case_file", "progress", "staff_authority", "staff"):
        op.drop_table(table)
    chassis_v1.downgrade()
