"""Facts keep what they said, cases show what is known by codes, and every owner that a case had is kept."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_UP = (
    "ALTER TABLE fact ADD COLUMN at timestamptz",
    """
    UPDATE fact SET at = coalesce(
        (SELECT c.recorded_at FROM case_file c WHERE c.complaint_id = fact.complaint_id), now()
    )
    """,
    """
    ALTER TABLE fact
        ALTER COLUMN at SET NOT NULL,
        ADD COLUMN number integer NOT NULL DEFAULT 0,
        ADD COLUMN detail jsonb NOT NULL DEFAULT '{}'::jsonb,
        DROP CONSTRAINT ck_fact_what,
        ADD CONSTRAINT ck_fact_what CHECK (what IN (
            'recorded', 'recap_confirmed', 'classified', 'contacted', 'offered', 'resolved', 'closed', 'reopened'
        ))
    """,
    """
    ALTER TABLE case_file
        ADD COLUMN urgency text NOT NULL DEFAULT 'normal'
            CONSTRAINT ck_case_file_urgency CHECK (urgency IN ('normal', 'raised', 'high', 'critical')),
        ADD COLUMN branch text,
        ADD COLUMN channel text,
        ADD COLUMN classified_version integer NOT NULL DEFAULT 0,
        ADD COLUMN hot boolean NOT NULL DEFAULT false,
        ADD COLUMN last_out_at timestamptz,
        ADD COLUMN last_in_at timestamptz,
        ADD COLUMN owner_since timestamptz
    """,
    "UPDATE case_file SET owner_since = recorded_at, hot = coalesce(feeling IN ('angry', 'abusive'), false)",
    "ALTER TABLE case_file ALTER COLUMN owner_since SET NOT NULL",
    """
    CREATE TABLE ownership (
        complaint_id uuid NOT NULL
            CONSTRAINT fk_ownership_complaint_id_case_file REFERENCES case_file (complaint_id),
        version integer NOT NULL,
        owner_id uuid NOT NULL,
        since timestamptz NOT NULL,
        how text NOT NULL CONSTRAINT ck_ownership_how
            CHECK (how IN ('arrival', 'handoff', 'claim', 'reassigned', 'deputy', 'returned')),
        why text[] NOT NULL,
        by_subject text NOT NULL,
        CONSTRAINT pk_ownership PRIMARY KEY (complaint_id, version)
    )
    """,
    """
    INSERT INTO ownership (complaint_id, version, owner_id, since, how, why, by_subject)
    SELECT complaint_id, version, owner_id, recorded_at, 'arrival', why, 'system:routing' FROM case_file
    """,
    """
    CREATE FUNCTION keep_for_good() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'rows of % are kept for good', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END
    $$
    """,
    """
    CREATE TRIGGER keep_for_good BEFORE UPDATE OR DELETE ON ownership
        FOR EACH ROW EXECUTE FUNCTION keep_for_good()
    """,
)
_DOWN = (
    "DROP TABLE ownership",
    "DROP FUNCTION keep_for_good",
    """
    ALTER TABLE case_file DROP COLUMN urgency, DROP COLUMN branch, DROP COLUMN channel,
        DROP COLUMN classified_version, DROP COLUMN hot, DROP COLUMN last_out_at, DROP COLUMN last_in_at,
        DROP COLUMN owner_since
    """,
    "DELETE FROM fact WHERE what IN ('classified', 'contacted', 'offered')",
    """
    ALTER TABLE fact DROP COLUMN at, DROP COLUMN number, DROP COLUMN detail,
        DROP CONSTRAINT ck_fact_what,
        ADD CONSTRAINT ck_fact_what
            CHECK (what IN ('recorded', 'recap_confirmed', 'resolved', 'closed', 'reopened'))
    """,
)


def upgrade() -> None:
    """Widen facts and cases, and begin the list of owners."""
    for statement in _UP:
        op.execute(statement)


def downgrade() -> None:
    """Take it back."""
    for statement in _DOWN:
        op.execute(statement)
