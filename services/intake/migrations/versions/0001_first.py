"""The first form: customers, complaints, additions, recaps, resolutions."""

from alembic import op

from shared.db import chassis_v1

revision = "0001"
down_revision = None

_TABLES = (
    """
    CREATE TABLE customer (
        id uuid CONSTRAINT pk_customer PRIMARY KEY,
        match_key text NOT NULL CONSTRAINT uq_customer_match_key UNIQUE,
        version integer NOT NULL DEFAULT 1,
        name text,
        email text,
        phone text,
        address text,
        account_number text,
        username text,
        language text,
        time_zone text,
        preferred_contact text,
        created_at timestamptz NOT NULL,
        last_seen_at timestamptz NOT NULL
    )
    """,
    """
    CREATE TABLE complaint (
        id uuid CONSTRAINT pk_complaint PRIMARY KEY,
        reference text NOT NULL CONSTRAINT uq_complaint_reference UNIQUE,
        version integer NOT NULL DEFAULT 1,
        status text NOT NULL DEFAULT 'recorded'
            CONSTRAINT ck_complaint_status CHECK (status IN ('recorded', 'resolved', 'closed', 'reopened')),
        channel text NOT NULL,
        narrative text NOT NULL,
        customer_id uuid CONSTRAINT fk_complaint_customer_id_customer REFERENCES customer (id),
        returning_customer boolean NOT NULL,
        contact jsonb,
        owner_id uuid NOT NULL,
        owner_version integer NOT NULL DEFAULT 0,
        recorded_by text NOT NULL,
        recorder_id uuid,
        language text NOT NULL,
        time_zone text,
        feeling text,
        wish_kind text,
        wish_detail text,
        product text,
        department text,
        branch text,
        order_reference text,
        impact jsonb,
        attributes jsonb NOT NULL DEFAULT '{}'::jsonb,
        source text,
        external_id text,
        resolution_number integer NOT NULL DEFAULT 0,
        reopened_times integer NOT NULL DEFAULT 0,
        closed_how text,
        closed_at timestamptz,
        received_at timestamptz NOT NULL,
        recorded_at timestamptz NOT NULL,
        search tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, narrative)) STORED,
        CONSTRAINT ck_complaint_external CHECK ((source IS NULL) = (external_id IS NULL)),
        CONSTRAINT ck_complaint_closed CHECK ((status = 'closed') = (closed_how IS NOT NULL))
    )
    """,
    "CREATE INDEX ix_complaint_owner_id_id ON complaint (owner_id, id)",
    "CREATE INDEX ix_complaint_department_id ON complaint (department, id)",
    "CREATE INDEX ix_complaint_status_id ON complaint (status, id)",
    "CREATE INDEX ix_complaint_customer_id_id ON complaint (customer_id, id)",
    "CREATE INDEX ix_complaint_search ON complaint USING gin (search)",
    """
    CREATE UNIQUE INDEX uq_complaint_source_external_id ON complaint (source, external_id)
        WHERE external_id IS NOT NULL
    """,
    """
    CREATE TABLE addition (
        id uuid CONSTRAINT pk_addition PRIMARY KEY,
        complaint_id uuid NOT NULL CONSTRAINT fk_addition_complaint_id_complaint REFERENCES complaint (id),
        text text NOT NULL,
        channel text,
        added_by text NOT NULL,
        added_at timestamptz NOT NULL
    )
    """,
    "CREATE INDEX ix_addition_complaint_id_id ON addition (complaint_id, id)",
    """
    CREATE TABLE recap (
        complaint_id uuid NOT NULL CONSTRAINT fk_recap_complaint_id_complaint REFERENCES complaint (id),
        version integer NOT NULL,
        text text NOT NULL,
        status text NOT NULL
            CONSTRAINT ck_recap_status CHECK (status IN ('proposed', 'confirmed', 'corrected')),
        proposed_by text NOT NULL,
        proposed_at timestamptz NOT NULL,
        confirmed_by text,
        settled_by text,
        settled_channel text,
        settled_at timestamptz,
        CONSTRAINT pk_recap PRIMARY KEY (complaint_id, version),
        CONSTRAINT ck_recap_settled CHECK ((status = 'proposed') = (settled_at IS NULL))
    )
    """,
    """
    CREATE TABLE resolution (
        complaint_id uuid NOT NULL CONSTRAINT fk_resolution_complaint_id_complaint REFERENCES complaint (id),
        number integer NOT NULL,
        what_was_done text NOT NULL,
        what_it_took text,
        recap_version integer,
        customer_unreachable text,
        wish_met boolean,
        root_cause text,
        liability_accepted boolean,
        cost_amount numeric,
        cost_currency text,
        thanks text,
        resolved_by text NOT NULL,
        resolved_at timestamptz NOT NULL,
        CONSTRAINT pk_resolution PRIMARY KEY (complaint_id, number),
        CONSTRAINT fk_resolution_complaint_id_recap_version_recap
            FOREIGN KEY (complaint_id, recap_version) REFERENCES recap (complaint_id, version),
        CONSTRAINT ck_resolution_cost CHECK ((cost_amount IS NULL) = (cost_currency IS NULL))
    )
    """,
)


def upgrade() -> None:
    """Make the chassis tables and intake's own."""
    chassis_v1.upgrade()
    for statement in _TABLES:
        op.execute(statement)


def downgrade() -> None:
    """Drop everything."""
    for table in ("resolution", "recap", "addition", "complaint", "customer"):
        op.drop_table(table)
    chassis_v1.downgrade()
