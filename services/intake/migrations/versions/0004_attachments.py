"""Files that belong to complaints."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """A row per file; the bytes are elsewhere."""
    op.execute(
        """
        CREATE TABLE attachment (
            id uuid CONSTRAINT pk_attachment PRIMARY KEY,
            complaint_id uuid NOT NULL CONSTRAINT fk_attachment_complaint_id_complaint REFERENCES complaint (id),
            name text NOT NULL,
            media_type text NOT NULL,
            size bigint NOT NULL CONSTRAINT ck_attachment_size CHECK (size > 0),
            sha256 text NOT NULL,
            added_by text NOT NULL,
            added_at timestamptz NOT NULL
        )
        """
    )
    op.execute("CREATE INDEX ix_attachment_complaint_id_id ON attachment (complaint_id, id)")


def downgrade() -> None:
    """Forget which files there are."""
    op.drop_table("attachment")
