"""Working hours, absences and deputies, groups, and what identity providers know the staff by."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_UP = (
    """
    ALTER TABLE staff
        ADD COLUMN cross_skills text[] NOT NULL DEFAULT '{}',
        ADD COLUMN time_zone text,
        ADD COLUMN country text CONSTRAINT ck_staff_country CHECK (country ~ '^[A-Z]{2}$'),
        ADD COLUMN deputy_id uuid CONSTRAINT fk_staff_deputy_id_staff REFERENCES staff (id),
        ADD COLUMN changed_at timestamptz,
        ADD CONSTRAINT ck_staff_deputy CHECK (deputy_id <> id)
    """,
    "UPDATE staff SET changed_at = created_at",
    "ALTER TABLE staff ALTER COLUMN changed_at SET NOT NULL",
    "CREATE INDEX ix_staff_deputy_id ON staff (deputy_id) WHERE deputy_id IS NOT NULL",
    "CREATE INDEX ix_staff_email ON staff (lower(email)) WHERE email IS NOT NULL",
    """
    CREATE TABLE working_hours (
        staff_id uuid NOT NULL CONSTRAINT fk_working_hours_staff_id_staff REFERENCES staff (id),
        weekday smallint NOT NULL CONSTRAINT ck_working_hours_weekday CHECK (weekday BETWEEN 0 AND 6),
        starts smallint NOT NULL CONSTRAINT ck_working_hours_starts CHECK (starts >= 0),
        ends smallint NOT NULL,
        CONSTRAINT pk_working_hours PRIMARY KEY (staff_id, weekday, starts),
        CONSTRAINT ck_working_hours_ends CHECK (ends > starts AND ends <= 1440)
    )
    """,
    """
    CREATE TABLE absence (
        id uuid CONSTRAINT pk_absence PRIMARY KEY,
        staff_id uuid NOT NULL CONSTRAINT fk_absence_staff_id_staff REFERENCES staff (id),
        kind text NOT NULL CONSTRAINT ck_absence_kind CHECK (kind IN ('leave', 'sick', 'training', 'other')),
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        deputy_id uuid CONSTRAINT fk_absence_deputy_id_staff REFERENCES staff (id),
        noted_by text NOT NULL,
        version integer NOT NULL,
        CONSTRAINT ck_absence_ends_at CHECK (ends_at > starts_at),
        CONSTRAINT ck_absence_deputy CHECK (deputy_id <> staff_id)
    )
    """,
    "CREATE INDEX ix_absence_staff_id_ends_at ON absence (staff_id, ends_at)",
    "CREATE INDEX ix_absence_ends_at ON absence (ends_at)",
    """
    CREATE TABLE account (
        staff_id uuid CONSTRAINT pk_account PRIMARY KEY
            CONSTRAINT fk_account_staff_id_staff REFERENCES staff (id),
        user_name text NOT NULL,
        external_id text,
        said jsonb NOT NULL,
        deleted_at timestamptz
    )
    """,
    "CREATE UNIQUE INDEX uq_account_user_name ON account (lower(user_name)) WHERE deleted_at IS NULL",
    "CREATE INDEX ix_account_external_id ON account (external_id) WHERE external_id IS NOT NULL",
    """
    CREATE TABLE staff_group (
        id uuid CONSTRAINT pk_staff_group PRIMARY KEY,
        display_name text NOT NULL,
        external_id text,
        created_at timestamptz NOT NULL,
        changed_at timestamptz NOT NULL,
        version integer NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX uq_staff_group_display_name ON staff_group (lower(display_name))",
    "CREATE INDEX ix_staff_group_created_at_id ON staff_group (created_at, id)",
    """
    CREATE TABLE staff_group_member (
        group_id uuid NOT NULL
            CONSTRAINT fk_staff_group_member_group_id_staff_group REFERENCES staff_group (id) ON DELETE CASCADE,
        staff_id uuid NOT NULL CONSTRAINT fk_staff_group_member_staff_id_staff REFERENCES staff (id),
        CONSTRAINT pk_staff_group_member PRIMARY KEY (group_id, staff_id)
    )
    """,
    "CREATE INDEX ix_staff_group_member_staff_id ON staff_group_member (staff_id)",
)
_DOWN = (
    "DROP TABLE staff_group_member",
    "DROP TABLE staff_group",
    "DROP TABLE account",
    "DROP TABLE absence",
    "DROP TABLE working_hours",
    """
    ALTER TABLE staff DROP COLUMN cross_skills, DROP COLUMN time_zone, DROP COLUMN country,
        DROP COLUMN deputy_id, DROP COLUMN changed_at
    """,
    "DROP INDEX ix_staff_email",
)


def upgrade() -> None:
    """Make the tables, and widen the staff."""
    for statement in _UP:
        op.execute(statement)


def downgrade() -> None:
    """Take it back."""
    for statement in _DOWN:
        op.execute(statement)
