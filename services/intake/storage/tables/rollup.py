"""What insights read: counts per value and stretch of time, and as what each complaint was last counted."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Integer,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import UUID

from services.intake.storage.tables.base import METADATA, TIME, ZERO, one_of

_DIMENSIONS = ("all", "department", "product", "cause", "category", "branch", "channel")


def _sum(name: str, kind: type[Integer] = Integer) -> Column[int]:
    return Column(name, kind, nullable=False, server_default=ZERO)


# No foreign key: checking it would lock the complaint's row against those who are working on it.
counted = Table(
    "counted",
    METADATA,
    Column("complaint_id", UUID, primary_key=True),
    Column("day", Date, nullable=False),
    Column("department", Text, nullable=False),
    Column("product", Text, nullable=False),
    Column("cause", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("branch", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("closed_how", Text, nullable=False),
    Column("resolved_once", Boolean, nullable=False),
    Column("reopened_times", Integer, nullable=False),
    Column("late_times", Integer, nullable=False),
    Column("broken_promises", Integer, nullable=False),
    Column("answer_seconds", BigInteger),
    Column("resolution_seconds", BigInteger),
)

rollup = Table(
    "rollup",
    METADATA,
    Column("dimension", Text, primary_key=True),
    Column("grain", Text, primary_key=True),
    Column("starts_on", Date, primary_key=True),
    Column("value", Text, primary_key=True),
    _sum("recorded"),
    _sum("merged"),
    _sum("still_open"),
    _sum("open_again"),
    _sum("unanswered"),
    _sum("resolved_once"),
    _sum("awaiting_word"),
    _sum("confirmed"),
    _sum("by_silence"),
    _sum("parted"),
    _sum("reopened"),
    _sum("reopenings"),
    _sum("late"),
    _sum("late_times"),
    _sum("promise_broken"),
    _sum("broken_promises"),
    _sum("answered"),
    _sum("answer_seconds", BigInteger),
    _sum("timed"),
    _sum("resolution_seconds", BigInteger),
    Column("counted_at", TIME, nullable=False),
    one_of("dimension", *_DIMENSIONS),
    one_of("grain", "year", "quarter", "month", "week"),
    # Every complaint is in exactly one of these; a count that went astray stops here.
    CheckConstraint("recorded = merged + still_open + awaiting_word + confirmed + by_silence + parted", name="whole"),
    CheckConstraint(
        "least(recorded, merged, still_open, open_again, unanswered, resolved_once, awaiting_word, confirmed,"
        " by_silence, parted, reopened, reopenings, late, late_times, promise_broken, broken_promises,"
        " answered, answer_seconds, timed, resolution_seconds) >= 0",
        name="counts",
    ),
)

rollup_hours = Table(
    "rollup_hours",
    METADATA,
    Column("dimension", Text),
    Column("grain", Text),
    Column("value", Text),
    Column("starts_on", Date),
    Column("bucket", SmallInteger, autoincrement=False),
    _sum("answered"),
    _sum("resolved"),
    # Read from the index alone: thousands of these rows lie in as many places of the table.
    PrimaryKeyConstraint(
        "dimension", "grain", "value", "starts_on", "bucket", postgresql_include=["answered", "resolved"]
    ),
    CheckConstraint("least(answered, resolved) >= 0", name="counts"),
)
