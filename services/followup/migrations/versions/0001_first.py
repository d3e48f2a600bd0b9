"""Surveys with their answers, comments, and how far each complaint has gone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP, UUID

from shared.db import chassis_v1

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the chassis tables and followup's own."""
    chassis_v1.upgrade()
    _courses()
    _surveys()
    _answers()
    _comments()


def downgrade() -> None:
    """Drop everything."""
    for table in ("comment", "answer", "survey", "complaint_course"):
        op.drop_table(table)
    chassis_v1.downgrade()


def _time(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, TIMESTAMP(timezone=True), nullable=nullable)


def _courses() -> None:
    op.create_table(
        "complaint_course",
        sa.Column("complaint_id", UUID),
        sa.Column("reopened_times", sa.Integer, nullable=False),
        sa.Column("closed_version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("complaint_id", name="pk_complaint_course"),
    )


def _surveys() -> None:
    op.create_table(
        "survey",
        sa.Column("id", UUID),
        sa.Column("complaint_id", UUID, nullable=False),
        sa.Column("resolution_number", sa.Integer, nullable=False),
        sa.Column("complaint_version", sa.Integer, nullable=False),
        sa.Column("customer_id", UUID),
        sa.Column("owner_id", UUID, nullable=False),
        sa.Column("department", sa.Text),
        sa.Column("product", sa.Text),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("time_zone", sa.Text),
        _time("resolved_at"),
        _time("scheduled_for"),
        _time("created_at"),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("claim_id", UUID),
        _time("link_expires_at", nullable=True),
        _time("sent_at", nullable=True),
        sa.Column("channel", sa.Text),
        sa.Column("why_missed", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_survey"),
        sa.UniqueConstraint("complaint_id", "resolution_number", name="uq_survey_complaint_id_resolution_number"),
        sa.CheckConstraint(
            "status IN ('scheduled','sending','sent','answered','withdrawn','missed','unknown','assumed')",
            name=op.f("ck_survey_status"),
        ),
        sa.CheckConstraint("(status = 'missed') = (why_missed IS NOT NULL)", name=op.f("ck_survey_missed_says_why")),
        sa.CheckConstraint(
            "status NOT IN ('sent','assumed') OR sent_at IS NOT NULL", name=op.f("ck_survey_sent_says_when")
        ),
        sa.CheckConstraint("status <> 'sending' OR claim_id IS NOT NULL", name=op.f("ck_survey_sending_is_claimed")),
        sa.CheckConstraint(
            "scheduled_for BETWEEN resolved_at + interval '24 hours' AND resolved_at + interval '48 hours'",
            name=op.f("ck_survey_window"),
        ),
    )


def _answers() -> None:
    op.create_table(
        "answer",
        sa.Column("survey_id", UUID),
        sa.Column("solved", sa.Boolean, nullable=False),
        sa.Column("satisfaction", sa.SmallInteger),
        sa.Column("effort", sa.SmallInteger),
        sa.Column("recommendation", sa.SmallInteger),
        sa.Column("repeated_themselves", sa.Boolean),
        sa.Column("comment", sa.Text),
        sa.Column("suggestion", sa.Text),
        _time("answered_at"),
        sa.PrimaryKeyConstraint("survey_id", name="pk_answer"),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name="fk_answer_survey_id_survey", ondelete="CASCADE"),
        sa.CheckConstraint("satisfaction BETWEEN 1 AND 5", name=op.f("ck_answer_satisfaction")),
        sa.CheckConstraint("effort BETWEEN 1 AND 5", name=op.f("ck_answer_effort")),
        sa.CheckConstraint("recommendation BETWEEN 0 AND 10", name=op.f("ck_answer_recommendation")),
    )


def _comments() -> None:
    op.create_table(
        "comment",
        sa.Column("id", UUID),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("rating", sa.SmallInteger, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("staff_ids", sa.ARRAY(UUID), nullable=False),
        sa.Column("voluntary", sa.Boolean, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        _time("received_at"),
        sa.Column("customer_id", UUID),
        sa.Column("author_name", sa.Text),
        sa.Column("author_contact", sa.Text),
        sa.Column("desk", sa.Text),
        sa.Column("submission_id", UUID),
        sa.Column("status", sa.Text, nullable=False),
        _time("withdrawn_at", nullable=True),
        sa.Column("withdrawn_by", sa.Text),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_comment"),
        sa.UniqueConstraint("submission_id", name="uq_comment_submission_id"),
        sa.CheckConstraint("rating BETWEEN 1 AND 5", name=op.f("ck_comment_rating")),
        sa.CheckConstraint("status IN ('received','withdrawn')", name=op.f("ck_comment_status")),
        sa.CheckConstraint(
            "(status = 'withdrawn') = (withdrawn_at IS NOT NULL)", name=op.f("ck_comment_withdrawn_says_when")
        ),
    )
    op.create_index("ix_comment_staff_ids", "comment", ["staff_ids"], postgresql_using="gin")
