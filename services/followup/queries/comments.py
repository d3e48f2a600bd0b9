"""Comments as staff and other systems read them, newest first."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from services.followup.domain.comment import Comment
from services.followup.storage import comments
from services.followup.storage.tables import comment as table
from shared.messaging.transaction import Transaction


async def list_comments(*, staff_id: UUID | None, before: UUID | None, limit: int, tx: Transaction) -> list[Comment]:
    """Up to `limit` comments, newest first, from `before` on; of one person where `staff_id` is given."""
    statement = select(table).order_by(table.c.id.desc()).limit(limit)
    if staff_id is not None:
        statement = statement.where(table.c.staff_ids.contains([staff_id]))
    if before is not None:
        statement = statement.where(table.c.id < before)
    return [comments.from_row(row) for row in (await tx.execute(statement)).mappings()]


async def show_comment(comment_id: UUID, tx: Transaction) -> Comment:
    """One comment. Raises CommentNotThere."""
    return await comments.load(comment_id, tx)
