"""Who left a comment, so that nobody else takes it back (RE-4)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of comments already there nobody is known to have left them."""
    op.add_column("comment", sa.Column("left_by", sa.Text))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("comment", "left_by")
