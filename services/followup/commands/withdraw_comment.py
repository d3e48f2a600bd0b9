"""Whoever left a comment takes it back (RE-4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.followup import events
from services.followup.domain.comment import Comment
from services.followup.domain.errors import CommentNotThere
from services.followup.domain.sanction import hurts
from services.followup.storage import comments, sanctions
from shared.kernel.errors import PreconditionFailed
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawComment:
    """Take back a comment, in the name of `by` (a token's subject); `anyones` where they may for others too."""

    comment_id: UUID
    by: str
    anyones: bool
    if_match: int | None
    now: datetime


async def withdraw_comment(command: WithdrawComment, tx: Transaction) -> Comment:
    """Take it back and say so, once; again changes nothing.

    Praise that a sanctioned contact takes back is shown no more, and yet counts for whom it was given: nobody is told,
    so that taking it back is no way to hurt them (RO-11).

    Raises CommentNotThere (for one that somebody else left, alike), PreconditionFailed.
    """
    comment = await comments.load(command.comment_id, tx, lock=True)
    if not command.anyones and comment.left_by != command.by:
        raise CommentNotThere
    withdrawn = comment.withdraw(by=command.by, now=command.now)
    if withdrawn is comment:
        return comment
    if command.if_match is not None and command.if_match != comment.version:
        raise PreconditionFailed(current_version=comment.version)
    await comments.save_withdrawal(withdrawn, tx)
    if not await _would_hurt(withdrawn, tx, now=command.now):
        tx.publish(events.comment_withdrawn(withdrawn, now=command.now))
    return withdrawn


async def _would_hurt(withdrawn: Comment, tx: Transaction, *, now: datetime) -> bool:
    """Whether others should not hear of it: it was praise, of somebody whom a sanction protects from its author."""
    return not hurts(withdrawn.rating) and await sanctions.protects(withdrawn.customer_id, withdrawn.staff_ids, now, tx)
