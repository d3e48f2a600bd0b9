"""What recognition says: praise counted, rewards granted."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from shared.contracts.envelope import Event


class ComplimentCounted(Event, of="recognition.compliment.counted"):
    """A voluntary positive comment counts for a member of staff (RE-1, RE-2)."""

    compliment_id: UUID
    comment_id: UUID
    staff_id: UUID
    valid: int
    """How many of theirs count now."""
    counted_at: datetime


class ComplimentReversed(Event, of="recognition.compliment.reversed"):
    """A comment was withdrawn, so it counts no more (RE-4)."""

    compliment_id: UUID
    comment_id: UUID
    staff_id: UUID
    valid: int
    reversed_at: datetime


class RewardGranted(Event, of="recognition.reward.granted"):
    """A member of staff earned a reward (RE-1)."""

    reward_id: UUID
    staff_id: UUID
    reward: str
    ordinal: int
    """The n-th reward of this programme for this person."""
    granted_at: datetime


class RewardApproved(Event, of="recognition.reward.approved"):
    """Someone else than the receiver approved it (RE-6)."""

    reward_id: UUID
    staff_id: UUID
    approved_by: UUID | None
    """None when an administrator acted for someone."""
    approved_at: datetime


class RewardRedeemed(Event, of="recognition.reward.redeemed"):
    """The reward was used (RE-6)."""

    reward_id: UUID
    staff_id: UUID
    redeemed_on: str
    redeemed_at: datetime


class RewardReversed(Event, of="recognition.reward.reversed"):
    """The grant was taken back by a new entry (RE-4)."""

    reward_id: UUID
    staff_id: UUID
    reversed_at: datetime
