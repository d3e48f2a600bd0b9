"""Somebody says something about staff, asked or unasked (FO-5): many at once through the hot door, or one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.followup import events
from services.followup.domain.comment import Comment, Source, named_once
from services.followup.storage import comments
from shared.db.engine import RawConnection
from shared.kernel.ids import new_id
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveComment:
    """One comment as it was given."""

    text: str
    rating: int
    language: str
    staff_ids: Sequence[UUID]
    voluntary: bool
    source: Source
    now: datetime
    customer_id: UUID | None = None
    author_name: str | None = None
    author_contact: str | None = None
    desk: str | None = None
    submission_id: UUID | None = None
    left_by: str | None = None
    """The subject of the token that it came with; None from the public page."""


def comment_of(command: LeaveComment) -> Comment:
    """The comment under a new id, each person named once."""
    return Comment(
        id=new_id(),
        text=command.text,
        rating=command.rating,
        language=command.language,
        staff_ids=named_once(command.staff_ids),
        voluntary=command.voluntary,
        source=command.source,
        received_at=command.now,
        customer_id=command.customer_id,
        author_name=command.author_name,
        author_contact=command.author_contact,
        desk=command.desk,
        submission_id=command.submission_id,
        left_by=command.left_by,
    )


async def add_comments(commands: Sequence[LeaveComment], connection: RawConnection) -> tuple[list[Comment], set[UUID]]:
    """Add comments in one statement: all of them in order, and the ids of those that were not there before.

    What hurts whom its author was sanctioned for hurting is held (RO-11).
    """
    made = [comment_of(command) for command in commands]
    added = await comments.add_all(made, connection)
    judged = [replace(comment, held=True) if added.get(comment.id) else comment for comment in made]
    return judged, set(added)


async def leave_comment(command: LeaveComment, tx: Transaction) -> Comment:
    """Leave one comment. The same form sent twice leaves one, and says so once; one that is held says nothing."""
    (comment,), added = await add_comments([command], await tx.raw())
    if added and not comment.held:
        tx.publish(events.comment_received(comment))
    return comment
