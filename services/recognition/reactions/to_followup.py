"""Followup heard a comment, or that one was taken back: its events become recognition's own commands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from services.recognition.commands.count_compliments import CountCompliments, count_compliments
from services.recognition.commands.withdraw_comment import Withdrawal, WithdrawComments, withdraw_comments
from services.recognition.domain.compliment import HeardComment
from shared.contracts.followup import CommentReceived, CommentWithdrawn
from shared.messaging.subscription import Received
from shared.messaging.transaction import Transaction


async def count(events: Sequence[Received[CommentReceived]], tx: Transaction, now: datetime) -> None:
    """Count the comments of a batch (RE-1)."""
    comments = tuple(
        HeardComment(
            comment_id=received.event.comment_id,
            customer_id=received.event.customer_id,
            staff_ids=received.event.staff_ids,
            rating=received.event.rating,
            voluntary=received.event.voluntary,
            received_at=received.event.received_at,
            event_id=received.id,
            correlation_id=received.correlation_id,
            traceparent=received.traceparent,
        )
        for received in events
    )
    await count_compliments(CountCompliments(comments=comments, now=now), tx)


async def take_back(events: Sequence[Received[CommentWithdrawn]], tx: Transaction, now: datetime) -> None:
    """Reverse what came of the comments of a batch (RE-4)."""
    withdrawals = tuple(
        Withdrawal(
            comment_id=received.event.comment_id,
            withdrawn_at=received.event.withdrawn_at,
            event_id=received.id,
            correlation_id=received.correlation_id,
            traceparent=received.traceparent,
        )
        for received in events
    )
    await withdraw_comments(WithdrawComments(withdrawals=withdrawals, now=now), tx)
