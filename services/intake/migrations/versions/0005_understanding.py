"""What a complaint is linked to, what is known and asked about it, why it happened, and every contact about it."""

from alembic import op

revision = "0005"
down_revision = "0004"

_TABLES = (
    """
    CREATE TABLE complaint_link (
        id uuid CONSTRAINT pk_complaint_link PRIMARY KEY,
        complaint_id uuid NOT NULL CONSTRAINT fk_complaint_link_complaint_id_complaint REFERENCES complaint (id),
        kind text NOT NULL
            CONSTRAINT ck_complaint_link_kind CHECK (kind IN
                ('order', 'sale', 'return', 'product', 'service', 'branch', 'department', 'staff')),
        reference text NOT NULL,
        linked_by text NOT NULL,
        linked_at timestamptz NOT NULL,
        CONSTRAINT uq_complaint_link_complaint_id_kind_reference UNIQUE (complaint_id, kind, reference)
    )
    """,
    "CREATE INDEX ix_complaint_link_complaint_id_id ON complaint_link (complaint_id, id)",
    "CREATE INDEX ix_complaint_link_kind_reference_complaint_id ON complaint_link (kind, reference, complaint_id)",
    """
    CREATE INDEX ix_complaint_order_reference_id ON complaint (order_reference, id)
        WHERE order_reference IS NOT NULL
    """,
    """
    CREATE TABLE statement (
        id uuid CONSTRAINT pk_statement PRIMARY KEY,
        complaint_id uuid NOT NULL CONSTRAINT fk_statement_complaint_id_complaint REFERENCES complaint (id),
        text text NOT NULL,
        source text NOT NULL,
        about text CONSTRAINT ck_statement_about CHECK (about IN ('fault', 'feeling', 'other')),
        stated_by text NOT NULL,
        stated_at timestamptz NOT NULL,
        CONSTRAINT uq_statement_complaint_id_id UNIQUE (complaint_id, id)
    )
    """,
    """
    CREATE TABLE verdict (
        id uuid CONSTRAINT pk_verdict PRIMARY KEY,
        complaint_id uuid NOT NULL,
        statement_id uuid NOT NULL,
        number integer NOT NULL,
        status text NOT NULL
            CONSTRAINT ck_verdict_status CHECK (status IN ('claimed', 'verified', 'refuted')),
        source text,
        note text,
        given_by text NOT NULL,
        given_at timestamptz NOT NULL,
        CONSTRAINT fk_verdict_complaint_id_statement_id_statement
            FOREIGN KEY (complaint_id, statement_id) REFERENCES statement (complaint_id, id),
        CONSTRAINT uq_verdict_statement_id_number UNIQUE (statement_id, number),
        CONSTRAINT ck_verdict_number CHECK (number > 0),
        CONSTRAINT ck_verdict_grounds CHECK (
            CASE WHEN status = 'claimed' THEN note IS NOT NULL ELSE source IS NOT NULL END)
    )
    """,
    "CREATE INDEX ix_verdict_complaint_id_id ON verdict (complaint_id, id)",
    """
    CREATE TABLE question (
        id uuid CONSTRAINT pk_question PRIMARY KEY,
        complaint_id uuid NOT NULL CONSTRAINT fk_question_complaint_id_complaint REFERENCES complaint (id),
        text text NOT NULL,
        whom text,
        asked_by text NOT NULL,
        asked_at timestamptz NOT NULL,
        status text NOT NULL DEFAULT 'open'
            CONSTRAINT ck_question_status CHECK (status IN ('open', 'answered', 'dismissed')),
        answer text,
        source text,
        reason text,
        settled_by text,
        settled_at timestamptz,
        CONSTRAINT ck_question_answered CHECK (
            (status = 'answered') = (answer IS NOT NULL) AND (status = 'answered') = (source IS NOT NULL)),
        CONSTRAINT ck_question_dismissed CHECK ((status = 'dismissed') = (reason IS NOT NULL)),
        CONSTRAINT ck_question_settled CHECK (
            (status = 'open') = (settled_at IS NULL) AND (status = 'open') = (settled_by IS NULL))
    )
    """,
    "CREATE INDEX ix_question_complaint_id_id ON question (complaint_id, id)",
    """
    CREATE TABLE investigation (
        id uuid CONSTRAINT pk_investigation PRIMARY KEY,
        complaint_id uuid NOT NULL CONSTRAINT fk_investigation_complaint_id_complaint REFERENCES complaint (id),
        about_staff_id uuid,
        question text NOT NULL,
        opened_by text NOT NULL,
        opened_at timestamptz NOT NULL,
        finding text,
        evidence text,
        heard_staff boolean,
        what_they_said text,
        concluded_by text,
        concluded_at timestamptz,
        CONSTRAINT uq_investigation_complaint_id_id UNIQUE (complaint_id, id),
        CONSTRAINT ck_investigation_concluded CHECK (
            num_nonnulls(finding, evidence, heard_staff, concluded_by, concluded_at) IN (0, 5)),
        CONSTRAINT ck_investigation_heard CHECK (coalesce(heard_staff, false) = (what_they_said IS NOT NULL))
    )
    """,
    """
    CREATE TABLE root_cause (
        id uuid CONSTRAINT pk_root_cause PRIMARY KEY,
        complaint_id uuid NOT NULL CONSTRAINT fk_root_cause_complaint_id_complaint REFERENCES complaint (id),
        cause text NOT NULL
            CONSTRAINT ck_root_cause_cause CHECK (cause IN
                ('product', 'price', 'service', 'process', 'staff_attitude', 'delivery', 'system', 'customer_error',
                 'unknown')),
        aspect text NOT NULL,
        explanation text NOT NULL,
        named_kind text,
        named_reference text,
        investigation_id uuid,
        concluded_by text NOT NULL,
        concluded_at timestamptz NOT NULL,
        CONSTRAINT fk_root_cause_complaint_id_investigation_id_investigation
            FOREIGN KEY (complaint_id, investigation_id) REFERENCES investigation (complaint_id, id),
        CONSTRAINT ck_root_cause_named CHECK ((named_kind IS NULL) = (named_reference IS NULL)),
        CONSTRAINT ck_root_cause_blame CHECK (
            investigation_id IS NOT NULL OR (cause <> 'staff_attitude' AND named_kind IS DISTINCT FROM 'staff'))
    )
    """,
    "CREATE INDEX ix_root_cause_complaint_id_id ON root_cause (complaint_id, id)",
    """
    CREATE TABLE contact (
        id uuid CONSTRAINT pk_contact PRIMARY KEY,
        complaint_id uuid NOT NULL CONSTRAINT fk_contact_complaint_id_complaint REFERENCES complaint (id),
        direction text NOT NULL CONSTRAINT ck_contact_direction CHECK (direction IN ('in', 'out')),
        channel text NOT NULL,
        at timestamptz NOT NULL,
        minutes_waited integer CONSTRAINT ck_contact_minutes_waited CHECK (minutes_waited >= 0),
        said text NOT NULL,
        outcome text NOT NULL,
        what_it_took text,
        logged_by text NOT NULL,
        logged_at timestamptz NOT NULL
    )
    """,
    "CREATE INDEX ix_contact_complaint_id_id ON contact (complaint_id, id)",
)


def upgrade() -> None:
    """Make the tables and the index by order."""
    for statement in _TABLES:
        op.execute(statement)


def downgrade() -> None:
    """Drop them."""
    for table in ("contact", "root_cause", "investigation", "question", "verdict", "statement", "complaint_link"):
        op.drop_table(table)
    op.drop_index("ix_complaint_order_reference_id", table_name="complaint")
