"""Counts by quarter besides those by month and year, so that a period of any length is the sum of few rows.

They are told from the months that are kept: nothing needs to be counted anew.
"""

from alembic import op

revision = "0011"
down_revision = "0010"

_COUNTS = (
    "recorded, merged, still_open, open_again, unanswered, resolved_once, awaiting_word, confirmed, by_silence, parted,"
    " reopened, reopenings, late, late_times, promise_broken, broken_promises, answered, answer_seconds, timed,"
    " resolution_seconds"
)
_SUMS = ", ".join(f"sum({name})" for name in _COUNTS.split(", "))
_GRAIN = "ALTER TABLE rollup ADD CONSTRAINT ck_rollup_grain CHECK (grain IN ({}))"


def upgrade() -> None:
    """Allow them, and sum up what is there. Nothing is counted meanwhile: whoever counts waits for the lock."""
    op.execute("SELECT pg_advisory_xact_lock(7273350109)")
    op.execute("ALTER TABLE rollup DROP CONSTRAINT ck_rollup_grain")
    op.execute(_GRAIN.format("'year', 'quarter', 'month', 'week'"))
    op.execute(
        f"INSERT INTO rollup (dimension, grain, starts_on, value, {_COUNTS}, counted_at)"  # noqa: S608
        f" SELECT dimension, 'quarter', date_trunc('quarter', starts_on)::date, value, {_SUMS}, max(counted_at)"
        " FROM rollup WHERE grain = 'month' GROUP BY 1, 2, 3, 4"
    )
    op.execute(
        "INSERT INTO rollup_hours (dimension, grain, starts_on, value, bucket, answered, resolved)"
        " SELECT dimension, 'quarter', date_trunc('quarter', starts_on)::date, value, bucket, sum(answered),"
        " sum(resolved) FROM rollup_hours WHERE grain = 'month' GROUP BY 1, 2, 3, 4, 5"
    )


def downgrade() -> None:
    """Drop them: the months say the same."""
    for table in ("rollup_hours", "rollup"):
        op.execute(f"DELETE FROM {table} WHERE grain = 'quarter'")  # noqa: S608
    op.execute("ALTER TABLE rollup DROP CONSTRAINT ck_rollup_grain")
    op.execute(_GRAIN.format("'year', 'month', 'week'"))
