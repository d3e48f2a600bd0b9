"""Cool-downs, conduct, callbacks and appointments."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_UP = (
    """
    CREATE TABLE hot_rest (
        staff_id uuid CONSTRAINT pk_hot_rest PRIMARY KEY,
        until timestamptz NOT NULL,
        rest interval NOT NULL
    )
    """,
    """
    CREATE TABLE hot_turn (
        staff_id uuid NOT NULL,
        began_at timestamptz NOT NULL,
        complaint_id uuid NOT NULL,
        ended_at timestamptz,
        given boolean NOT NULL,
        CONSTRAINT pk_hot_turn PRIMARY KEY (staff_id, began_at, complaint_id),
        CONSTRAINT ck_hot_turn_ends_after_it_began CHECK (ended_at >= began_at)
    )
    """,
    "CREATE UNIQUE INDEX uq_hot_turn_open ON hot_turn (complaint_id) WHERE ended_at IS NULL",
    """
    CREATE TABLE conduct (
        id uuid CONSTRAINT pk_conduct PRIMARY KEY,
        complaint_id uuid NOT NULL
            CONSTRAINT fk_conduct_complaint_id_case_file REFERENCES case_file (complaint_id),
        level text NOT NULL
            CONSTRAINT ck_conduct_level CHECK (level IN ('rude', 'insulting', 'threatening', 'violent')),
        text text NOT NULL,
        staff_ids uuid[] NOT NULL,
        reported_by text NOT NULL,
        reported_at timestamptz NOT NULL,
        status text NOT NULL CONSTRAINT ck_conduct_status
            CHECK (status IN ('with_senior', 'with_manager', 'settled', 'sanctioned', 'dropped')),
        with_id uuid CONSTRAINT fk_conduct_with_id_staff REFERENCES staff (id),
        handoff_id uuid CONSTRAINT fk_conduct_handoff_id_handoff REFERENCES handoff (id),
        word text,
        version integer NOT NULL
    )
    """,
    "CREATE INDEX ix_conduct_reported_at_id ON conduct (reported_at, id)",
    "CREATE INDEX ix_conduct_complaint_id ON conduct (complaint_id)",
    """
    CREATE TABLE sanction (
        id uuid CONSTRAINT pk_sanction PRIMARY KEY,
        conduct_id uuid NOT NULL CONSTRAINT fk_sanction_conduct_id_conduct REFERENCES conduct (id),
        complaint_id uuid NOT NULL
            CONSTRAINT fk_sanction_complaint_id_case_file REFERENCES case_file (complaint_id),
        customer_id uuid,
        staff_ids uuid[] NOT NULL,
        level text NOT NULL
            CONSTRAINT ck_sanction_level CHECK (level IN ('rude', 'insulting', 'threatening', 'violent')),
        measure text NOT NULL
            CONSTRAINT ck_sanction_measure CHECK (measure IN ('warning', 'written_only', 'end_contact')),
        since timestamptz NOT NULL,
        until timestamptz,
        decided_by uuid NOT NULL CONSTRAINT fk_sanction_decided_by_staff REFERENCES staff (id),
        decided_at timestamptz NOT NULL,
        content text NOT NULL,
        signature text NOT NULL,
        status text NOT NULL CONSTRAINT ck_sanction_status
            CHECK (status IN ('active', 'appealed', 'upheld', 'lifted', 'ended')),
        version integer NOT NULL,
        CONSTRAINT uq_sanction_conduct_id UNIQUE (conduct_id),
        CONSTRAINT uq_sanction_id_decided_by UNIQUE (id, decided_by),
        CONSTRAINT ck_sanction_has_an_end CHECK (measure = 'warning' OR until IS NOT NULL),
        CONSTRAINT ck_sanction_ends_later CHECK (until > decided_at)
    )
    """,
    "CREATE INDEX ix_sanction_decided_at_id ON sanction (decided_at, id)",
    "CREATE INDEX ix_sanction_complaint_id ON sanction (complaint_id)",
    "CREATE INDEX ix_sanction_customer_id ON sanction (customer_id)",
    """
    CREATE TABLE appeal (
        id uuid CONSTRAINT pk_appeal PRIMARY KEY,
        sanction_id uuid NOT NULL,
        against_id uuid NOT NULL,
        appellant text NOT NULL CONSTRAINT ck_appeal_appellant CHECK (appellant IN ('customer', 'staff')),
        text text NOT NULL,
        made_by text NOT NULL,
        made_at timestamptz NOT NULL,
        decision text CONSTRAINT ck_appeal_decision CHECK (decision IN ('upheld', 'lifted')),
        decided_by uuid CONSTRAINT fk_appeal_decided_by_staff REFERENCES staff (id),
        decided_at timestamptz,
        why text,
        version integer NOT NULL,
        CONSTRAINT fk_appeal_sanction_id_against_id_sanction
            FOREIGN KEY (sanction_id, against_id) REFERENCES sanction (id, decided_by),
        CONSTRAINT uq_appeal_sanction_id UNIQUE (sanction_id),
        CONSTRAINT ck_appeal_decided_whole CHECK (num_nulls(decision, decided_by, decided_at, why) IN (0, 4)),
        CONSTRAINT ck_appeal_another_judge CHECK (decided_by <> against_id)
    )
    """,
    """
    CREATE TABLE appointment (
        id uuid CONSTRAINT pk_appointment PRIMARY KEY,
        complaint_id uuid NOT NULL
            CONSTRAINT fk_appointment_complaint_id_case_file REFERENCES case_file (complaint_id),
        kind text NOT NULL CONSTRAINT ck_appointment_kind CHECK (kind IN (
            'callback', 'calming_call', 'calming_message', 'repair_visit', 'specialist', 'meeting'
        )),
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        time_zone text NOT NULL,
        staff_id uuid NOT NULL CONSTRAINT fk_appointment_staff_id_staff REFERENCES staff (id),
        place text,
        note text,
        booked_by text NOT NULL,
        booked_at timestamptz NOT NULL,
        changed_at timestamptz NOT NULL,
        status text NOT NULL
            CONSTRAINT ck_appointment_status CHECK (status IN ('booked', 'done', 'missed', 'cancelled')),
        follows_id uuid CONSTRAINT fk_appointment_follows_id_appointment REFERENCES appointment (id),
        sequence integer NOT NULL,
        version integer NOT NULL,
        CONSTRAINT uq_appointment_follows_id UNIQUE (follows_id),
        CONSTRAINT ck_appointment_ends_after_it_starts CHECK (ends_at > starts_at)
    )
    """,
    """
    CREATE INDEX ix_appointment_booked_staff_id_starts_at ON appointment (staff_id, starts_at)
        WHERE status = 'booked'
    """,
    "CREATE INDEX ix_appointment_starts_at_id ON appointment (starts_at, id)",
    "CREATE INDEX ix_appointment_complaint_id ON appointment (complaint_id)",
)


def upgrade() -> None:
    """Make the tables."""
    for statement in _UP:
        op.execute(statement)


def downgrade() -> None:
    """Drop them."""
    for table in ("appointment", "appeal", "sanction", "conduct", "hot_turn", "hot_rest"):
        op.drop_table(table)
