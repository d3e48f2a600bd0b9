"""What insights read: as what each complaint was last counted, and the counts per value and stretch of time.

Complaints that are there already are counted by `python -m services.intake recount`.
"""

from alembic import op

revision = "0009"
down_revision = "0008"

_TABLES = (
    """
    CREATE TABLE counted (
        complaint_id uuid CONSTRAINT pk_counted PRIMARY KEY,
        day date NOT NULL,
        department text NOT NULL,
        product text NOT NULL,
        cause text NOT NULL,
        category text NOT NULL,
        branch text NOT NULL,
        channel text NOT NULL,
        status text NOT NULL,
        closed_how text NOT NULL,
        resolved_once boolean NOT NULL,
        reopened_times integer NOT NULL,
        late_times integer NOT NULL,
        broken_promises integer NOT NULL,
        answer_seconds bigint,
        resolution_seconds bigint
    )
    """,
    """
    CREATE TABLE rollup (
        dimension text NOT NULL CONSTRAINT ck_rollup_dimension
            CHECK (dimension IN ('all', 'department', 'product', 'cause', 'category', 'branch', 'channel')),
        grain text NOT NULL CONSTRAINT ck_rollup_grain CHECK (grain IN ('year', 'month', 'week')),
        starts_on date NOT NULL,
        value text NOT NULL,
        recorded integer NOT NULL DEFAULT 0,
        merged integer NOT NULL DEFAULT 0,
        still_open integer NOT NULL DEFAULT 0,
        open_again integer NOT NULL DEFAULT 0,
        unanswered integer NOT NULL DEFAULT 0,
        resolved_once integer NOT NULL DEFAULT 0,
        awaiting_word integer NOT NULL DEFAULT 0,
        confirmed integer NOT NULL DEFAULT 0,
        by_silence integer NOT NULL DEFAULT 0,
        parted integer NOT NULL DEFAULT 0,
        reopened integer NOT NULL DEFAULT 0,
        reopenings integer NOT NULL DEFAULT 0,
        late integer NOT NULL DEFAULT 0,
        late_times integer NOT NULL DEFAULT 0,
        promise_broken integer NOT NULL DEFAULT 0,
        broken_promises integer NOT NULL DEFAULT 0,
        answered integer NOT NULL DEFAULT 0,
        answer_seconds bigint NOT NULL DEFAULT 0,
        timed integer NOT NULL DEFAULT 0,
        resolution_seconds bigint NOT NULL DEFAULT 0,
        counted_at timestamptz NOT NULL,
        CONSTRAINT pk_rollup PRIMARY KEY (dimension, grain, starts_on, value),
        CONSTRAINT ck_rollup_whole
            CHECK (recorded = merged + still_open + awaiting_word + confirmed + by_silence + parted),
        CONSTRAINT ck_rollup_counts CHECK (
            least(recorded, merged, still_open, open_again, unanswered, resolved_once, awaiting_word, confirmed,
                  by_silence, parted, reopened, reopenings, late, late_times, promise_broken, broken_promises, answered,
                  answer_seconds, timed, resolution_seconds) >= 0
        )
    ) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02)
    """,
    """
    CREATE TABLE rollup_hours (
        dimension text NOT NULL,
        grain text NOT NULL,
        value text NOT NULL,
        starts_on date NOT NULL,
        bucket smallint NOT NULL,
        answered integer NOT NULL DEFAULT 0,
        resolved integer NOT NULL DEFAULT 0,
        CONSTRAINT pk_rollup_hours PRIMARY KEY (dimension, grain, value, starts_on, bucket)
            INCLUDE (answered, resolved),
        CONSTRAINT ck_rollup_hours_counts CHECK (least(answered, resolved) >= 0)
    ) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02)
    """,
)


def upgrade() -> None:
    """Make them, empty."""
    for statement in _TABLES:
        op.execute(statement)


def downgrade() -> None:
    """Drop them: they hold nothing that the complaints don't say."""
    for table in ("rollup_hours", "rollup", "counted"):
        op.drop_table(table)
