"""Calendars and rule packs in editions that never change, what holds for each case, and clocks that pause."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_EDITIONED = """
CREATE TABLE {0} (
    code text NOT NULL CONSTRAINT ck_{0}_code CHECK (code ~ '^[a-z0-9_-]+$'),
    edition integer NOT NULL CONSTRAINT ck_{0}_edition CHECK (edition > 0),
    content jsonb NOT NULL,
    sha256 text NOT NULL,
    valid_from timestamptz NOT NULL,
    released_at timestamptz NOT NULL,
    by_subject text NOT NULL,
    CONSTRAINT pk_{0} PRIMARY KEY (code, edition)
)
"""
_FOR_GOOD = """
CREATE TRIGGER keep_for_good BEFORE UPDATE OR DELETE ON {0} FOR EACH ROW EXECUTE FUNCTION keep_for_good()
"""
_UP = (
    _EDITIONED.format("calendar"),
    _EDITIONED.format("rule_pack"),
    _FOR_GOOD.format("calendar"),
    _FOR_GOOD.format("rule_pack"),
    """
    CREATE TABLE pack_choice (
        id uuid CONSTRAINT pk_pack_choice PRIMARY KEY,
        department text,
        product text,
        branch text,
        codes text[] NOT NULL CONSTRAINT ck_pack_choice_codes CHECK (cardinality(codes) > 0),
        calendar_code text,
        valid_from timestamptz NOT NULL,
        by_subject text NOT NULL
    )
    """,
    "CREATE INDEX ix_pack_choice_valid_from_id ON pack_choice (valid_from, id)",
    _FOR_GOOD.format("pack_choice"),
    """
    CREATE TABLE case_pack (
        complaint_id uuid NOT NULL,
        pack text NOT NULL,
        edition integer NOT NULL,
        calendar text,
        calendar_edition integer,
        pinned_at timestamptz NOT NULL,
        CONSTRAINT pk_case_pack PRIMARY KEY (complaint_id, pack),
        CONSTRAINT ck_case_pack_calendar_edition CHECK ((calendar IS NULL) = (calendar_edition IS NULL))
    )
    """,
    "CREATE INDEX ix_case_pack_pack_edition ON case_pack (pack, edition, complaint_id)",
    """
    CREATE INDEX ix_case_pack_calendar ON case_pack (calendar, calendar_edition, complaint_id)
        WHERE calendar IS NOT NULL
    """,
    """
    INSERT INTO case_pack (complaint_id, pack, edition, pinned_at)
    SELECT complaint_id, 'own', 1, recorded_at FROM case_file
    """,
    """
    CREATE TABLE retiming (
        id uuid CONSTRAINT pk_retiming PRIMARY KEY,
        complaint_id uuid NOT NULL,
        what text NOT NULL CONSTRAINT ck_retiming_what CHECK (what IN ('pack', 'calendar')),
        code text NOT NULL,
        from_edition integer NOT NULL,
        to_edition integer NOT NULL,
        why text NOT NULL,
        by_subject text NOT NULL,
        at timestamptz NOT NULL
    )
    """,
    "CREATE INDEX ix_retiming_complaint_id_at ON retiming (complaint_id, at)",
    _FOR_GOOD.format("retiming"),
    """
    CREATE TABLE pause (
        id uuid CONSTRAINT pk_pause PRIMARY KEY,
        complaint_id uuid NOT NULL
            CONSTRAINT fk_pause_complaint_id_case_file REFERENCES case_file (complaint_id),
        since timestamptz NOT NULL,
        until timestamptz,
        ended_at timestamptz,
        reason text NOT NULL
            CONSTRAINT ck_pause_reason CHECK (reason IN ('answer', 'document', 'decision', 'appointment')),
        by_subject text NOT NULL,
        version integer NOT NULL,
        CONSTRAINT ck_pause_until CHECK (until > since),
        CONSTRAINT ck_pause_ended_at CHECK (ended_at >= since)
    )
    """,
    "CREATE INDEX ix_pause_complaint_id_since_id ON pause (complaint_id, since, id)",
    "CREATE UNIQUE INDEX uq_pause_open ON pause (complaint_id) WHERE ended_at IS NULL",
    """
    CREATE TABLE holding_response (
        id uuid CONSTRAINT pk_holding_response PRIMARY KEY,
        complaint_id uuid NOT NULL
            CONSTRAINT fk_holding_response_complaint_id_case_file REFERENCES case_file (complaint_id),
        sent_at timestamptz NOT NULL,
        expected_by timestamptz NOT NULL,
        why text NOT NULL,
        by_subject text NOT NULL,
        CONSTRAINT ck_holding_response_expected_by CHECK (expected_by > sent_at)
    )
    """,
    "CREATE INDEX ix_holding_response_complaint_id_sent_at ON holding_response (complaint_id, sent_at)",
    _FOR_GOOD.format("holding_response"),
    # A row with an end alone says nothing that the facts do not say.
    "DELETE FROM clock WHERE started_at IS NULL",
    """
    ALTER TABLE clock
        ADD COLUMN pack text NOT NULL DEFAULT 'own',
        ADD COLUMN warn_at timestamptz,
        ADD COLUMN paused_at timestamptz,
        ADD COLUMN paused_until timestamptz,
        ADD COLUMN optional boolean NOT NULL DEFAULT false,
        ADD COLUMN escalates boolean NOT NULL DEFAULT false,
        ADD COLUMN warned_at timestamptz,
        ADD COLUMN breached_at timestamptz,
        ADD COLUMN department text,
        ALTER COLUMN started_at SET NOT NULL,
        ALTER COLUMN due_at SET NOT NULL,
        DROP CONSTRAINT ck_clock_started_is_due,
        DROP CONSTRAINT ck_clock_kind,
        ADD CONSTRAINT ck_clock_kind CHECK (kind ~ '^[a-z0-9_]+$'),
        DROP CONSTRAINT pk_clock,
        ADD CONSTRAINT pk_clock PRIMARY KEY (complaint_id, pack, kind, round)
    """,
    """
    UPDATE clock SET
        warn_at = started_at + (due_at - started_at) * 0.75,
        escalates = kind <> 'recap',
        department = (SELECT c.department FROM case_file c WHERE c.complaint_id = clock.complaint_id)
    """,
    # What ran out before anybody kept watch is told by nobody now: it was shown, and its people saw it.
    "UPDATE clock SET breached_at = due_at WHERE coalesce(stopped_at, now()) > due_at",
    """
    ALTER TABLE clock
        ALTER COLUMN warn_at SET NOT NULL,
        ADD CONSTRAINT ck_clock_warn_at CHECK (warn_at <= due_at),
        ADD CONSTRAINT ck_clock_paused_until CHECK (paused_until IS NULL OR paused_at IS NOT NULL)
    """,
    "CREATE INDEX ix_clock_running ON clock (due_at, complaint_id, pack, kind, round) WHERE stopped_at IS NULL",
    """
    CREATE INDEX ix_clock_running_department ON clock (department, due_at, complaint_id, pack, kind, round)
        WHERE stopped_at IS NULL
    """,
    "CREATE INDEX ix_clock_started_at ON clock (started_at)",
    "DROP INDEX ix_clock_running_complaint_id",
    """
    CREATE INDEX ix_clock_running_complaint_id ON clock (complaint_id, due_at) INCLUDE (paused_at, paused_until)
        WHERE stopped_at IS NULL
    """,
    """
    INSERT INTO timer (id, kind, key, due_at, visible_at, payload)
    SELECT gen_random_uuid(), 'case_clock', complaint_id, min(warn_at), min(warn_at), '{}'
    FROM clock WHERE stopped_at IS NULL AND breached_at IS NULL GROUP BY complaint_id
    ON CONFLICT (kind, key) DO NOTHING
    """,
)
_DOWN = (
    "DELETE FROM timer WHERE kind = 'case_clock'",
    "DROP INDEX ix_clock_running_complaint_id",
    "CREATE INDEX ix_clock_running_complaint_id ON clock (complaint_id, due_at) WHERE stopped_at IS NULL",
    "DROP INDEX ix_clock_running",
    "DROP INDEX ix_clock_running_department",
    "DROP INDEX ix_clock_started_at",
    "DELETE FROM clock WHERE pack <> 'own' OR kind NOT IN ('first_answer', 'recap', 'resolution')",
    """
    ALTER TABLE clock
        DROP CONSTRAINT ck_clock_warn_at,
        DROP CONSTRAINT ck_clock_paused_until,
        DROP CONSTRAINT ck_clock_kind,
        ADD CONSTRAINT ck_clock_kind CHECK (kind IN ('first_answer', 'recap', 'resolution')),
        DROP CONSTRAINT pk_clock,
        ADD CONSTRAINT pk_clock PRIMARY KEY (complaint_id, kind, round),
        ALTER COLUMN started_at DROP NOT NULL,
        ALTER COLUMN due_at DROP NOT NULL,
        ADD CONSTRAINT ck_clock_started_is_due CHECK ((started_at IS NULL) = (due_at IS NULL)),
        DROP COLUMN pack, DROP COLUMN warn_at, DROP COLUMN paused_at, DROP COLUMN paused_until, DROP COLUMN optional,
        DROP COLUMN escalates, DROP COLUMN warned_at, DROP COLUMN breached_at, DROP COLUMN department
    """,
    "DROP TABLE holding_response",
    "DROP TABLE pause",
    "DROP TABLE retiming",
    "DROP TABLE case_pack",
    "DROP TABLE pack_choice",
    "DROP TABLE rule_pack",
    "DROP TABLE calendar",
)


def upgrade() -> None:
    """Make them, pin every case of before to the first edition of our own pack, and watch its running clocks."""
    for statement in _UP:
        op.execute(statement)


def downgrade() -> None:
    """Take it back; clocks of other packs are lost."""
    for statement in _DOWN:
        op.execute(statement)
