"""What a customer is answered with: apologies, offers with their options, choices; and resolutions that are whole."""

from alembic import op
from sqlalchemy import text

revision = "0006"
down_revision = "0005"

_TABLES = (
    """
    CREATE TABLE apology (
        id uuid CONSTRAINT pk_apology PRIMARY KEY,
        complaint_id uuid NOT NULL CONSTRAINT fk_apology_complaint_id_complaint REFERENCES complaint (id),
        number integer NOT NULL,
        for_what text NOT NULL,
        text text NOT NULL,
        steps jsonb NOT NULL,
        channel text NOT NULL,
        reason text,
        said_by text NOT NULL,
        said_at timestamptz NOT NULL,
        CONSTRAINT uq_apology_complaint_id_number UNIQUE (complaint_id, number),
        CONSTRAINT ck_apology_reason CHECK (number = 1 OR reason IS NOT NULL),
        CONSTRAINT ck_apology_steps CHECK (jsonb_array_length(steps) > 0)
    )
    """,
    "CREATE INDEX ix_apology_complaint_id_id ON apology (complaint_id, id)",
    """
    CREATE TABLE offer (
        id uuid CONSTRAINT pk_offer PRIMARY KEY,
        complaint_id uuid NOT NULL CONSTRAINT fk_offer_complaint_id_complaint REFERENCES complaint (id),
        status text NOT NULL
            CONSTRAINT ck_offer_status CHECK (status IN ('open', 'chosen', 'declined', 'expired', 'overtaken')),
        refused boolean NOT NULL,
        wish_kind text,
        wish_possible boolean NOT NULL,
        why_not text,
        policy_reference text,
        channel text,
        risk jsonb,
        offered_by text NOT NULL,
        offered_at timestamptz NOT NULL,
        expires_at timestamptz,
        CONSTRAINT ck_offer_why_not CHECK (wish_possible OR why_not IS NOT NULL),
        CONSTRAINT ck_offer_refused CHECK (NOT refused OR (NOT wish_possible AND risk IS NOT NULL))
    )
    """,
    "CREATE INDEX ix_offer_complaint_id_id ON offer (complaint_id, id)",
    "CREATE UNIQUE INDEX uq_offer_complaint_id ON offer (complaint_id) WHERE status = 'open'",
    """
    CREATE TABLE offer_option (
        offer_id uuid NOT NULL CONSTRAINT fk_offer_option_offer_id_offer REFERENCES offer (id),
        number integer NOT NULL CONSTRAINT ck_offer_option_number CHECK (number BETWEEN 1 AND 6),
        kind text NOT NULL,
        detail text NOT NULL,
        limits text NOT NULL,
        how_long interval NOT NULL,
        value_amount numeric,
        value_currency text,
        CONSTRAINT pk_offer_option PRIMARY KEY (offer_id, number),
        CONSTRAINT ck_offer_option_value CHECK ((value_amount IS NULL) = (value_currency IS NULL))
    )
    """,
    """
    CREATE TABLE offer_choice (
        id uuid CONSTRAINT pk_offer_choice PRIMARY KEY,
        complaint_id uuid NOT NULL CONSTRAINT fk_offer_choice_complaint_id_complaint REFERENCES complaint (id),
        offer_id uuid NOT NULL
            CONSTRAINT uq_offer_choice_offer_id UNIQUE
            CONSTRAINT fk_offer_choice_offer_id_offer REFERENCES offer (id),
        option integer,
        said text,
        chosen_by text NOT NULL CONSTRAINT ck_offer_choice_chosen_by CHECK (chosen_by IN ('customer', 'staff')),
        channel text NOT NULL,
        recorded_by text NOT NULL,
        chosen_at timestamptz NOT NULL,
        CONSTRAINT fk_offer_choice_offer_id_option_offer_option
            FOREIGN KEY (offer_id, option) REFERENCES offer_option (offer_id, number)
    )
    """,
    "CREATE INDEX ix_offer_choice_complaint_id_id ON offer_choice (complaint_id, id)",
)
_COMPLETE = """
    ALTER TABLE resolution ADD CONSTRAINT ck_resolution_complete CHECK (
        what_it_took IS NOT NULL AND wish_met IS NOT NULL AND root_cause IS NOT NULL
        AND liability_accepted IS NOT NULL AND thanks IS NOT NULL
    ) NOT VALID
"""
_PARTIAL = text("""
    SELECT EXISTS (
        SELECT FROM resolution
        WHERE num_nulls(what_it_took, wish_met, root_cause, liability_accepted, thanks) > 0
    )
""")


def upgrade() -> None:
    """Make the tables, and hold resolutions to be whole from now on."""
    for statement in _TABLES:
        op.execute(statement)
    # What was resolved before stays as it was said then: where that was less, only what comes is held to it.
    op.execute(_COMPLETE)
    if not op.get_bind().scalar(_PARTIAL):
        op.execute("ALTER TABLE resolution VALIDATE CONSTRAINT ck_resolution_complete")


def downgrade() -> None:
    """Drop them; resolutions may be partial again."""
    op.execute("ALTER TABLE resolution DROP CONSTRAINT ck_resolution_complete")
    for table in ("offer_choice", "offer_option", "offer", "apology"):
        op.drop_table(table)
