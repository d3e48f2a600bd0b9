"""Mail: e-mails that came in, acknowledgements that went out, how often an unproven address is written to."""

from alembic import op

revision = "0007"
down_revision = "0006"

_TABLES = (
    "ALTER TABLE addition ADD COLUMN verified boolean",
    """
    CREATE TABLE inbound_email (
        id uuid CONSTRAINT pk_inbound_email PRIMARY KEY,
        message_id text NOT NULL,
        digest text NOT NULL,
        disposition text NOT NULL CONSTRAINT ck_inbound_email_disposition
            CHECK (disposition IN ('opened', 'added', 'auto_reply', 'bounce', 'duplicate', 'unreadable')),
        complaint_id uuid CONSTRAINT fk_inbound_email_complaint_id_complaint REFERENCES complaint (id),
        addition_id uuid CONSTRAINT fk_inbound_email_addition_id_addition REFERENCES addition (id),
        may_belong_to uuid CONSTRAINT fk_inbound_email_may_belong_to_complaint REFERENCES complaint (id),
        threaded_by text
            CONSTRAINT ck_inbound_email_threaded_by CHECK (threaded_by IN ('reply_address', 'headers', 'subject')),
        verified boolean NOT NULL,
        from_address text,
        from_name text,
        subject text,
        new_text text NOT NULL,
        quoted_text text NOT NULL,
        signature text NOT NULL,
        attachments jsonb NOT NULL DEFAULT '[]'::jsonb,
        raw bytea,
        received_at timestamptz NOT NULL,
        CONSTRAINT uq_inbound_email_message_id_digest UNIQUE (message_id, digest),
        CONSTRAINT ck_inbound_email_verified CHECK (NOT verified OR threaded_by = 'reply_address')
    )
    """,
    "CREATE INDEX ix_inbound_email_complaint_id_id ON inbound_email (complaint_id, id)",
    "CREATE INDEX ix_inbound_email_disposition_id ON inbound_email (disposition, id)",
    """
    CREATE TABLE acknowledgement (
        complaint_id uuid CONSTRAINT pk_acknowledgement PRIMARY KEY
            CONSTRAINT fk_acknowledgement_complaint_id_complaint REFERENCES complaint (id),
        status text NOT NULL CONSTRAINT ck_acknowledgement_status
            CHECK (status IN ('sending', 'sent', 'unknown', 'refused', 'by_person')),
        text text NOT NULL,
        channel text NOT NULL,
        handler text NOT NULL,
        handler_id uuid,
        claim_id uuid,
        message_id text,
        why text,
        made_at timestamptz NOT NULL,
        sent_at timestamptz,
        bounced_at timestamptz,
        CONSTRAINT ck_acknowledgement_sent CHECK ((status IN ('sent', 'by_person')) = (sent_at IS NOT NULL)),
        CONSTRAINT ck_acknowledgement_claimed CHECK (status <> 'sending' OR claim_id IS NOT NULL)
    )
    """,
    "CREATE UNIQUE INDEX uq_acknowledgement_message_id ON acknowledgement (message_id) WHERE message_id IS NOT NULL",
    """
    CREATE TABLE mail_allowance (
        digest bytea CONSTRAINT pk_mail_allowance PRIMARY KEY,
        last_sent_at timestamptz,
        verified_at timestamptz,
        CONSTRAINT ck_mail_allowance_digest CHECK (octet_length(digest) = 32)
    )
    """,
)


def upgrade() -> None:
    """Three tables, and whether an addition is proven to be from the customer."""
    for statement in _TABLES:
        op.execute(statement)


def downgrade() -> None:
    """Drop them."""
    for table in ("mail_allowance", "acknowledgement", "inbound_email"):
        op.drop_table(table)
    op.drop_column("addition", "verified")
