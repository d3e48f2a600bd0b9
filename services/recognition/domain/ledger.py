"""The ledger of rewards: days flow from one account to another, and an entry is never changed (RE-6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID


class Account(StrEnum):
    """Where days are. `company` gives them; the other three are the person's."""

    COMPANY = "company"
    EARNED = "earned"
    """Granted, and waiting for approval."""
    AVAILABLE = "available"
    """Approved, and free to be taken; below zero is a day that was taken and is owed."""
    TAKEN = "taken"


class RewardStatus(StrEnum):
    """What an entry records, and so where it leaves its reward: a reward stands where its last entry left it."""

    GRANTED = "granted"
    APPROVED = "approved"
    REDEEMED = "redeemed"
    REVERSED = "reversed"
    REVERSED_AFTER_REDEMPTION = "reversed_after_redemption"


@dataclass(frozen=True, slots=True)
class Entry:
    """`days` from one account to another: one row with both sides, so that no entry can be out of balance."""

    reward_id: UUID
    number: int
    """1 for the grant, one more for each later entry: the version of the reward that it made."""
    kind: RewardStatus
    source: Account
    target: Account
    days: Decimal
    at: datetime
    by: str
    """Who: a token's subject, or `programme:<id>` where the rule itself acted."""
    why: str
    event_id: UUID | None = None
    """The event that caused it, if one did."""

    def postings(self) -> tuple[tuple[Account, Decimal], tuple[Account, Decimal]]:
        """The two sides; they sum to zero."""
        return (self.source, -self.days), (self.target, self.days)
