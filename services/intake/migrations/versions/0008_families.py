"""Families of complaints: members, corrective actions, lessons, and who is told what changed."""

from alembic import op

revision = "0008"
down_revision = "0007"

_TABLES = (
    """
    CREATE TABLE family (
        id uuid CONSTRAINT pk_family PRIMARY KEY,
        version integer NOT NULL DEFAULT 1,
        title text NOT NULL,
        product text,
        department text,
        category text,
        root_cause text CONSTRAINT ck_family_person CHECK (root_cause <> 'staff_attitude'),
        status text NOT NULL DEFAULT 'open'
            CONSTRAINT ck_family_status CHECK (status IN ('open', 'acting', 'learned')),
        class_version integer NOT NULL DEFAULT 0,
        created_by text NOT NULL,
        created_at timestamptz NOT NULL
    )
    """,
    "CREATE INDEX ix_family_status_id ON family (status, id)",
    """
    CREATE TABLE family_member (
        complaint_id uuid CONSTRAINT pk_family_member PRIMARY KEY
            CONSTRAINT fk_family_member_complaint_id_complaint REFERENCES complaint (id),
        family_id uuid NOT NULL CONSTRAINT fk_family_member_family_id_family REFERENCES family (id),
        added_by text NOT NULL,
        added_at timestamptz NOT NULL,
        how text NOT NULL CONSTRAINT ck_family_member_how CHECK (how IN ('by_hand', 'suggested')),
        reached integer NOT NULL DEFAULT 0
    )
    """,
    "CREATE INDEX ix_family_member_family_id_complaint_id ON family_member (family_id, complaint_id)",
    "CREATE INDEX ix_family_member_family_id_reached ON family_member (family_id, reached)",
    """
    CREATE TABLE corrective_action (
        id uuid CONSTRAINT pk_corrective_action PRIMARY KEY,
        family_id uuid NOT NULL CONSTRAINT fk_corrective_action_family_id_family REFERENCES family (id),
        what text NOT NULL,
        owner_id uuid NOT NULL,
        due_on date NOT NULL,
        planned_by text NOT NULL,
        planned_at timestamptz NOT NULL,
        overdue_at timestamptz,
        done_at timestamptz,
        done_by text,
        outcome text,
        CONSTRAINT ck_corrective_action_done CHECK ((done_at IS NULL) = (outcome IS NULL))
    )
    """,
    "CREATE INDEX ix_corrective_action_family_id_id ON corrective_action (family_id, id)",
    "CREATE UNIQUE INDEX uq_corrective_action_family_id ON corrective_action (family_id) WHERE done_at IS NULL",
    """
    CREATE TABLE lesson (
        id uuid CONSTRAINT pk_lesson PRIMARY KEY,
        family_id uuid NOT NULL CONSTRAINT uq_lesson_family_id UNIQUE
            CONSTRAINT fk_lesson_family_id_family REFERENCES family (id),
        text text NOT NULL,
        language text NOT NULL,
        what_changed jsonb NOT NULL,
        complaints integer NOT NULL,
        published_at timestamptz NOT NULL,
        published_by text NOT NULL,
        CONSTRAINT ck_lesson_language CHECK (what_changed ? language)
    )
    """,
    """
    CREATE TABLE telling (
        id uuid CONSTRAINT pk_telling PRIMARY KEY,
        lesson_id uuid NOT NULL CONSTRAINT fk_telling_lesson_id_lesson REFERENCES lesson (id),
        family_id uuid NOT NULL CONSTRAINT fk_telling_family_id_family REFERENCES family (id),
        customer_id uuid NOT NULL CONSTRAINT fk_telling_customer_id_customer REFERENCES customer (id),
        complaint_id uuid NOT NULL CONSTRAINT fk_telling_complaint_id_complaint REFERENCES complaint (id),
        status text NOT NULL CONSTRAINT ck_telling_status CHECK (status IN
            ('waiting', 'sending', 'sent', 'by_person', 'told', 'unreachable', 'unknown', 'withdrawn')),
        due_at timestamptz NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        claim_id uuid,
        claimed_at timestamptz,
        settled_at timestamptz,
        settled_by text,
        channel text,
        CONSTRAINT uq_telling_lesson_id_customer_id UNIQUE (lesson_id, customer_id),
        CONSTRAINT uq_telling_lesson_id_complaint_id UNIQUE (lesson_id, complaint_id)
    )
    """,
    "CREATE INDEX ix_telling_family_id_id ON telling (family_id, id)",
    "CREATE INDEX ix_telling_complaint_id_id ON telling (complaint_id, id)",
    "CREATE INDEX ix_telling_customer_id_id ON telling (customer_id, id)",
    "CREATE INDEX ix_telling_lesson_id_due_at ON telling (lesson_id, due_at) WHERE status IN ('waiting', 'sending')",
    # Three times the usual: 3,000 words with their shares, so that what is not among them is rare indeed.
    "ALTER TABLE complaint ALTER COLUMN search SET STATISTICS 300",
    "CREATE INDEX ix_complaint_external_id_id ON complaint (external_id, id) WHERE external_id IS NOT NULL",
)


def upgrade() -> None:
    """Make the tables, and the indexes by which duplicates are found."""
    for statement in _TABLES:
        op.execute(statement)


def downgrade() -> None:
    """Drop them."""
    op.execute("ALTER TABLE complaint ALTER COLUMN search SET STATISTICS -1")
    op.drop_index("ix_complaint_external_id_id", "complaint")
    for table in ("telling", "lesson", "corrective_action", "family_member", "family"):
        op.drop_table(table)
