"""Handoffs that wait for their summary, and the ladder as data."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_UP = (
    "ALTER TABLE handoff DROP CONSTRAINT ck_handoff_answered, DROP CONSTRAINT ck_handoff_status",
    """
    ALTER TABLE handoff
        ADD COLUMN circumstances jsonb,
        ADD COLUMN step integer NOT NULL DEFAULT 1,
        ADD COLUMN text text,
        ADD COLUMN text_language text,
        ADD COLUMN reminders integer NOT NULL DEFAULT 0,
        ADD COLUMN needless text,
        ADD COLUMN read_at timestamptz,
        ADD COLUMN read_how text,
        ADD COLUMN receiver_said_needed boolean,
        ADD COLUMN receiver_said_why text,
        ALTER COLUMN summary DROP NOT NULL,
        ALTER COLUMN respond_by DROP NOT NULL
    """,
    # A summary of before is a text with parts of it; the parts that have a place in the structure keep it.
    """
    UPDATE handoff SET
        text = summary ->> 'text',
        text_language = 'en',
        circumstances = jsonb_build_object(
            'told', summary -> 'told', 'note', summary -> 'note', 'minutes', summary -> 'minutes',
            'tellings', summary -> 'tellings', 'by_system', reason = 'second_reopening'
        ),
        read_at = CASE WHEN status = 'accepted' THEN answered_at END,
        read_how = CASE WHEN status = 'accepted' THEN 'with_acceptance' END,
        summary = (summary - 'text' - 'wish') || jsonb_build_object(
            'wish_kind', nullif(split_part(summary ->> 'wish', ': ', 1), ''),
            'wish_detail', nullif(substr(summary ->> 'wish', strpos(summary ->> 'wish', ': ') + 2),
                                  summary ->> 'wish'),
            'product', null, 'department', null, 'language', null,
            'promises', '[]'::jsonb, 'spends', '[]'::jsonb, 'callbacks', '[]'::jsonb, 'conduct', '[]'::jsonb,
            'notes', '[]'::jsonb, 'contacts_so_far', 0, 'reopened_times', 0, 'do_not_ask_again', '[]'::jsonb,
            'by_system', reason = 'second_reopening',
            'tried', (SELECT coalesce(jsonb_agg(jsonb_build_object('what', one, 'wish_met', null)), '[]')
                      FROM jsonb_array_elements_text(summary -> 'tried') AS one)
        )
    """,
    """
    ALTER TABLE handoff
        ALTER COLUMN circumstances SET NOT NULL,
        ALTER COLUMN step DROP DEFAULT,
        ADD CONSTRAINT ck_handoff_status CHECK (status IN (
            'awaiting_summary', 'offered', 'accepted', 'declined', 'timed_out', 'withdrawn'
        )),
        ADD CONSTRAINT ck_handoff_needless CHECK (needless IN ('had_authority', 'had_language', 'had_skill')),
        ADD CONSTRAINT ck_handoff_read_how CHECK (read_how IN ('before', 'with_acceptance')),
        ADD CONSTRAINT ck_handoff_answered
            CHECK ((status IN ('offered', 'awaiting_summary')) = (answered_at IS NULL)),
        ADD CONSTRAINT ck_handoff_has_a_summary
            CHECK (status IN ('awaiting_summary', 'withdrawn') OR summary IS NOT NULL),
        ADD CONSTRAINT ck_handoff_readable
            CHECK ((summary IS NULL) = (text IS NULL) AND (text IS NULL) = (text_language IS NULL)),
        ADD CONSTRAINT ck_handoff_has_a_deadline CHECK ((summary IS NULL) = (respond_by IS NULL)),
        ADD CONSTRAINT ck_handoff_read CHECK ((read_at IS NULL) = (read_how IS NULL)),
        ADD CONSTRAINT ck_handoff_accepted_is_read CHECK (status <> 'accepted' OR read_at IS NOT NULL),
        ADD CONSTRAINT ck_handoff_step CHECK (step >= 1)
    """,
    "DROP INDEX uq_handoff_open",
    """
    CREATE UNIQUE INDEX uq_handoff_open ON handoff (complaint_id)
        WHERE status IN ('offered', 'awaiting_summary')
    """,
    "CREATE INDEX ix_handoff_to_id_offered_at_id ON handoff (to_id, offered_at, id)",
    "CREATE INDEX ix_handoff_from_id_offered_at_id ON handoff (from_id, offered_at, id)",
    "CREATE INDEX ix_handoff_offered_at_id ON handoff (offered_at, id)",
    """
    CREATE TABLE ladder (
        code text NOT NULL,
        edition integer NOT NULL CONSTRAINT ck_ladder_edition CHECK (edition >= 2),
        content jsonb NOT NULL,
        valid_from timestamptz NOT NULL,
        by_subject text NOT NULL,
        CONSTRAINT pk_ladder PRIMARY KEY (code, edition)
    )
    """,
    """
    CREATE TRIGGER keep_for_good BEFORE UPDATE OR DELETE ON ladder
        FOR EACH ROW EXECUTE FUNCTION keep_for_good()
    """,
)
_DOWN = (
    "DROP TABLE ladder",
    "DROP INDEX ix_handoff_offered_at_id",
    "DROP INDEX ix_handoff_from_id_offered_at_id",
    "DROP INDEX ix_handoff_to_id_offered_at_id",
    "DROP INDEX uq_handoff_open",
    "DELETE FROM handoff WHERE summary IS NULL",
    "UPDATE handoff SET summary = summary || jsonb_build_object('text', text)",
    """
    ALTER TABLE handoff
        DROP CONSTRAINT ck_handoff_answered,
        DROP CONSTRAINT ck_handoff_status,
        DROP CONSTRAINT ck_handoff_has_a_summary,
        DROP COLUMN circumstances, DROP COLUMN step, DROP COLUMN text, DROP COLUMN text_language,
        DROP COLUMN reminders, DROP COLUMN needless, DROP COLUMN read_at, DROP COLUMN read_how,
        DROP COLUMN receiver_said_needed, DROP COLUMN receiver_said_why,
        ALTER COLUMN summary SET NOT NULL,
        ALTER COLUMN respond_by SET NOT NULL,
        ADD CONSTRAINT ck_handoff_status
            CHECK (status IN ('offered', 'accepted', 'declined', 'timed_out', 'withdrawn')),
        ADD CONSTRAINT ck_handoff_answered CHECK ((status = 'offered') = (answered_at IS NULL))
    """,
    "CREATE UNIQUE INDEX uq_handoff_open ON handoff (complaint_id) WHERE status = 'offered'",
)


def upgrade() -> None:
    """Let a handoff be there before its summary is, and keep the editions of the ladder."""
    for statement in _UP:
        op.execute(statement)


def downgrade() -> None:
    """Take it back; what had no summary can't stay."""
    for statement in _DOWN:
        op.execute(statement)
