"""What recognition tells the others: the only place where its events are built."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from services.recognition.domain.compliment import Standing
from services.recognition.domain.counting import Counted
from services.recognition.domain.reward import Reward
from shared.contracts.envelope import Event, Message
from shared.contracts.recognition import (
    ComplimentCounted,
    ComplimentReversed,
    RewardApproved,
    RewardGranted,
    RewardRedeemed,
    RewardReversed,
)


def compliment_counted(counted: Counted, *, now: datetime) -> Message:
    """A compliment counts, and how many of theirs count with it."""
    compliment = counted.compliment
    event = ComplimentCounted(
        compliment_id=compliment.id,
        comment_id=compliment.comment.comment_id,
        staff_id=compliment.staff_id,
        valid=counted.valid,
        counted_at=now,
    )
    return Message(event, compliment.id, 1, now)


def compliment_reversed(standing: Standing, *, valid: int, now: datetime) -> Message:
    """A compliment counts no more, and how many of theirs are left."""
    event = ComplimentReversed(
        compliment_id=standing.id,
        comment_id=standing.comment_id,
        staff_id=standing.staff_id,
        valid=valid,
        reversed_at=now,
    )
    return Message(event, standing.id, 2, now)


def reward_granted(reward: Reward) -> Message:
    """A reward was earned."""
    event = RewardGranted(
        reward_id=reward.id,
        staff_id=reward.staff_id,
        reward=reward.kind.value,
        ordinal=reward.ordinal,
        granted_at=reward.granted_at,
    )
    return _of(reward, event, reward.granted_at)


def reward_approved(reward: Reward, *, approver: UUID | None, now: datetime) -> Message:
    """Someone else than the receiver approved it."""
    event = RewardApproved(reward_id=reward.id, staff_id=reward.staff_id, approved_by=approver, approved_at=now)
    return _of(reward, event, now)


def reward_redeemed(reward: Reward, *, now: datetime) -> Message:
    """The day is taken, and which day."""
    on = "" if reward.redeemed_on is None else reward.redeemed_on.isoformat()
    event = RewardRedeemed(reward_id=reward.id, staff_id=reward.staff_id, redeemed_on=on, redeemed_at=now)
    return _of(reward, event, now)


def reward_reversed(reward: Reward, *, now: datetime) -> Message:
    """It was taken back by a new entry."""
    event = RewardReversed(reward_id=reward.id, staff_id=reward.staff_id, reversed_at=now)
    return _of(reward, event, now)


def _of(reward: Reward, event: Event, at: datetime) -> Message:
    return Message(event, reward.id, reward.version, at)
