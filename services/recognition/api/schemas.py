"""What callers send to recognition and what they get."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self
from uuid import UUID

from sqlalchemy import Row

from services.recognition.domain.ledger import Account, RewardStatus
from services.recognition.domain.reward import Reward
from shared.http.pages import Listed
from shared.http.schemas import Day, In, Out


class RedemptionIn(In):
    """Which day is taken off."""

    on: Day


class ComplimentOut(Out):
    """What one comment meant for a person; `why` says why it does not count."""

    id: UUID
    comment_id: UUID
    programme: str
    status: str
    why: str | None
    rating: int
    voluntary: bool
    received_at: datetime
    recorded_at: datetime
    reversed_at: datetime | None


class PraiseOut(Listed[ComplimentOut]):
    """A person's compliments; `valid` is how many count in the programme that runs now."""

    valid: int


class RewardOut(Out):
    """A reward; `possible` names what can be done with it now."""

    id: UUID
    staff_id: UUID
    kind: str
    days: Decimal
    ordinal: int
    status: str
    owed: bool
    """Reversed after it was redeemed: the day was taken and is owed."""
    version: int
    possible: list[str]
    granted_at: datetime
    approved_at: datetime | None
    approved_by: UUID | None
    redeemed_at: datetime | None
    redeemed_on: date | None
    reversed_at: datetime | None

    @classmethod
    def of(cls, reward: Reward) -> Self:
        """A reward as callers see it."""
        owed = reward.status is RewardStatus.REVERSED_AFTER_REDEMPTION
        return cls(
            id=reward.id,
            staff_id=reward.staff_id,
            kind=reward.kind.value,
            days=reward.days,
            ordinal=reward.ordinal,
            status=RewardStatus.REVERSED.value if owed else reward.status.value,
            owed=owed,
            version=reward.version,
            possible=[act.value for act in reward.possible()],
            granted_at=reward.granted_at,
            approved_at=reward.approved_at,
            approved_by=reward.approved_by,
            redeemed_at=reward.redeemed_at,
            redeemed_on=reward.redeemed_on,
            reversed_at=reward.reversed_at,
        )


class PostingOut(Out):
    """One side of an entry; the sides of an entry sum to zero."""

    account: Account
    days: Decimal


class EntryOut(Out):
    """One ledger entry: what happened to the reward, who did it, when and why."""

    number: int
    kind: RewardStatus
    postings: list[PostingOut]
    at: datetime
    by: str
    why: str
    event_id: UUID | None
    compliment_ids: list[UUID]

    @classmethod
    def of(cls, row: Row[Any]) -> Self:
        """A row of the ledger as callers see it."""
        return cls(
            number=row.number,
            kind=RewardStatus(row.kind),
            postings=[
                PostingOut(account=Account(row.source), days=-row.days),
                PostingOut(account=Account(row.target), days=row.days),
            ],
            at=row.at,
            by=row.by,
            why=row.why,
            event_id=row.event_id,
            compliment_ids=row.compliment_ids,
        )
