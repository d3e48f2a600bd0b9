"""The first tables: programmes, comments heard of, compliments, tallies, rewards and their ledger.

What the constraints alone make impossible: a comment counted twice for one person, a compliment behind two
rewards (it has one place), two rewards with one ordinal or slot, an entry out of balance (one row has both
sides), a reward whose last ledger entry is missing, approval of one's own reward.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP, UUID

from shared.db import chassis_v1

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TIME = TIMESTAMP(timezone=True)
_DAYS = sa.Numeric(6, 2)


def upgrade() -> None:
    chassis_v1.upgrade()
    _programmes()
    _counting()
    _rewards()
    op.execute(
        "INSERT INTO programme (id, code, title, threshold, min_rating, voluntary_only, reward, days, active) VALUES"
        " (1, 'five-voluntary-compliments', 'Five voluntary compliments earn a paid day off',"
        " 5, 4, true, 'paid_day_off', 1, true)"
    )


def _programmes() -> None:
    op.create_table(
        "programme",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("threshold", sa.Integer, nullable=False),
        sa.Column("min_rating", sa.SmallInteger, nullable=False),
        sa.Column("voluntary_only", sa.Boolean, nullable=False),
        sa.Column("reward", sa.Text, nullable=False),
        sa.Column("days", _DAYS, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.UniqueConstraint("id", "threshold"),
        sa.CheckConstraint("threshold > 0", name="threshold"),
        sa.CheckConstraint("min_rating BETWEEN 1 AND 5", name="min_rating"),
        sa.CheckConstraint("days > 0", name="days"),
    )
    op.create_index(
        "ix_programme_the_active_one",
        "programme",
        ["active"],
        unique=True,
        postgresql_where=sa.text("active"),
    )


def _counting() -> None:
    op.create_table(
        "comment",
        sa.Column("id", UUID, primary_key=True),
        sa.Column("customer_id", UUID),
        sa.Column("rating", sa.SmallInteger),
        sa.Column("voluntary", sa.Boolean),
        sa.Column("received_at", _TIME),
        sa.Column("withdrawn_at", _TIME),
        sa.CheckConstraint("rating BETWEEN 1 AND 5", name="rating"),
        sa.CheckConstraint("received_at IS NOT NULL OR withdrawn_at IS NOT NULL", name="heard_of"),
        sa.CheckConstraint("num_nulls(rating, voluntary, received_at) IN (0, 3)", name="whole"),
    )
    op.create_table(
        "staff_tally",
        sa.Column("programme_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("staff_id", UUID, primary_key=True),
        sa.Column("threshold", sa.Integer, nullable=False),
        sa.Column("valid", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("granted", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("rewards", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.ForeignKeyConstraint(["programme_id", "threshold"], ["programme.id", "programme.threshold"]),
        sa.CheckConstraint("valid >= 0 AND granted BETWEEN 0 AND rewards", name="counts"),
    )
    op.create_table(
        "compliment",
        sa.Column("staff_id", UUID, primary_key=True),
        sa.Column("id", UUID, primary_key=True),
        sa.Column("comment_id", UUID, nullable=False),
        sa.Column("programme_id", sa.Integer, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("why", sa.Text),
        sa.Column("place", sa.Integer),
        sa.Column("recorded_at", _TIME, nullable=False),
        sa.Column("reversed_at", _TIME),
        sa.UniqueConstraint("comment_id", "staff_id"),
        sa.UniqueConstraint("staff_id", "programme_id", "place", deferrable=True),
        sa.CheckConstraint("status IN ('valid', 'not_counted', 'reversed')", name="status"),
        sa.CheckConstraint("(status = 'valid') = (place IS NOT NULL) AND place >= 1", name="place"),
        sa.CheckConstraint("(status = 'valid') = (why IS NULL)", name="why"),
        sa.CheckConstraint("(status = 'reversed') = (reversed_at IS NOT NULL)", name="reversed_at"),
    )


def _rewards() -> None:
    op.create_table(
        "reward",
        sa.Column("id", UUID, primary_key=True),
        sa.Column("programme_id", sa.Integer, nullable=False),
        sa.Column("staff_id", UUID, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("days", _DAYS, nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("slot", sa.Integer),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("granted_at", _TIME, nullable=False),
        sa.Column("approved_at", _TIME),
        sa.Column("approved_by", UUID),
        sa.Column("redeemed_at", _TIME),
        sa.Column("redeemed_on", sa.Date),
        sa.Column("reversed_at", _TIME),
        sa.UniqueConstraint("programme_id", "staff_id", "ordinal"),
        sa.UniqueConstraint("programme_id", "staff_id", "slot", deferrable=True),
        sa.CheckConstraint("(reversed_at IS NULL) = (slot IS NOT NULL) AND slot >= 1", name="slot"),
        sa.CheckConstraint(
            "(status IN ('reversed', 'reversed_after_redemption')) = (reversed_at IS NOT NULL)", name="status"
        ),
        sa.CheckConstraint("approved_by <> staff_id", name="not_their_own"),
    )
    op.create_index("ix_reward_staff_id_id", "reward", ["staff_id", "id"])
    op.create_table(
        "ledger_entry",
        sa.Column("reward_id", UUID, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("days", _DAYS, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("event_id", UUID),
        sa.Column("compliment_ids", sa.ARRAY(UUID), nullable=False),
        sa.UniqueConstraint("reward_id", "number", "kind"),
        sa.CheckConstraint("days > 0 AND source <> target", name="both_sides"),
        sa.CheckConstraint("source IN ('company', 'earned', 'available')", name="source"),
        sa.CheckConstraint("target IN ('company', 'earned', 'available', 'taken')", name="target"),
        sa.CheckConstraint(
            "CASE kind WHEN 'granted' THEN number = 1 WHEN 'approved' THEN number = 2"
            " WHEN 'redeemed' THEN number = 3 WHEN 'reversed' THEN number IN (2, 3)"
            " WHEN 'reversed_after_redemption' THEN number = 4 ELSE false END",
            name="order",
        ),
    )
    op.create_foreign_key(
        None,
        "reward",
        "ledger_entry",
        ["id", "version", "status"],
        ["reward_id", "number", "kind"],
        deferrable=True,
        initially="DEFERRED",
    )


def downgrade() -> None:
    op.drop_constraint("fk_reward_id_version_status_ledger_entry", "reward", type_="foreignkey")
    for table in ("ledger_entry", "reward", "compliment", "staff_tally", "comment", "programme"):
        op.drop_table(table)
    chassis_v1.downgrade()
