"""A reward's life: granted, approved, redeemed, or taken back by a new entry (RE-4, RE-6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, NamedTuple
from uuid import UUID

from services.recognition.domain.errors import OwnReward, RewardNotThere, TooEarly
from services.recognition.domain.ledger import Account, Entry, RewardStatus
from services.recognition.domain.programme import Programme, RewardKind
from services.recognition.domain.tally import Tally
from shared.kernel.errors import PreconditionFailed
from shared.kernel.ids import new_id


class Act(Enum):
    """What can be done to a reward; named as the API's paths name it."""

    APPROVE = "approval"
    REDEEM = "redemption"
    REVERSE = "reversal"


class Step(NamedTuple):
    """Where an act leads, and between which accounts the days flow."""

    to: RewardStatus
    source: Account
    target: Account


STEPS: Mapping[RewardStatus, Mapping[Act, Step]] = {
    RewardStatus.GRANTED: {
        Act.APPROVE: Step(RewardStatus.APPROVED, Account.EARNED, Account.AVAILABLE),
        Act.REVERSE: Step(RewardStatus.REVERSED, Account.EARNED, Account.COMPANY),
    },
    RewardStatus.APPROVED: {
        Act.REDEEM: Step(RewardStatus.REDEEMED, Account.AVAILABLE, Account.TAKEN),
        Act.REVERSE: Step(RewardStatus.REVERSED, Account.AVAILABLE, Account.COMPANY),
    },
    # The day was taken and stays taken, so it is owed: the person's available days go below zero.
    RewardStatus.REDEEMED: {
        Act.REVERSE: Step(RewardStatus.REVERSED_AFTER_REDEMPTION, Account.AVAILABLE, Account.COMPANY),
    },
    RewardStatus.REVERSED: {},
    RewardStatus.REVERSED_AFTER_REDEMPTION: {},
}


@dataclass(frozen=True, slots=True)
class Reward:
    """One reward. `ordinal` counts all that the person was ever granted; `slot` the live ones, 1 to n."""

    id: UUID
    programme_id: int
    staff_id: UUID
    kind: RewardKind
    days: Decimal
    ordinal: int
    slot: int | None
    status: RewardStatus
    version: int
    granted_at: datetime
    approved_at: datetime | None = None
    approved_by: UUID | None = None
    redeemed_at: datetime | None = None
    redeemed_on: date | None = None
    reversed_at: datetime | None = None

    def possible(self) -> list[Act]:
        """What a person can do with it now."""
        return [act for act in STEPS[self.status] if act is not Act.REVERSE]

    def require_version(self, expected: int | None) -> None:
        """Raises PreconditionFailed when the caller has read another version; None asks for nothing."""
        if expected is not None and expected != self.version:
            raise PreconditionFailed(current_version=self.version)


@dataclass(frozen=True, slots=True)
class Because:
    """Who did something, why, and the event that led to it, if one did; for the ledger."""

    by: str
    why: str
    event_id: UUID | None = None


class Done(NamedTuple):
    """A reward after an act, and the ledger entry that the act leaves."""

    reward: Reward
    entry: Entry


def grant(tally: Tally, *, programme: Programme, now: datetime) -> Reward:
    """The reward that a tally has just come to: the `tally.rewards`-th ever, the `tally.granted`-th live one."""
    return Reward(
        id=new_id(),
        programme_id=programme.id,
        staff_id=tally.staff_id,
        kind=programme.reward,
        days=programme.days,
        ordinal=tally.rewards,
        slot=tally.granted,
        status=RewardStatus.GRANTED,
        version=1,
        granted_at=now,
    )


def granting(reward: Reward, *, because: Because) -> Entry:
    """The ledger entry of a new reward: days flow from the company to what the person earned."""
    source, target = Account.COMPANY, Account.EARNED
    return _entry(reward, source, target, at=reward.granted_at, because=because)


def approve(reward: Reward, *, approver: UUID | None, because: Because, now: datetime) -> Done:
    """Someone else than the receiver approves it. Raises OwnReward, RewardNotThere."""
    if approver == reward.staff_id:
        raise OwnReward
    return _after(reward, Act.APPROVE, because=because, now=now, approved_by=approver, approved_at=now)


def redeem(reward: Reward, *, on: date, because: Because, now: datetime) -> Done:
    """The day off is taken on a date, not before it was granted. Raises RewardNotThere, TooEarly."""
    done = _after(reward, Act.REDEEM, because=because, now=now, redeemed_on=on, redeemed_at=now)
    if on < reward.granted_at.date():
        raise TooEarly(reward.granted_at.date())
    return done


def reverse(reward: Reward, *, because: Because, now: datetime) -> Done:
    """The compliments behind it no longer suffice (RE-4). Raises RewardNotThere when it is reversed already."""
    return _after(reward, Act.REVERSE, because=because, now=now, slot=None, reversed_at=now)


def to_reverse(live: Iterable[Reward], *, surplus: int) -> list[Reward]:
    """Which of a person's live rewards go when `surplus` are too many: the newest that nobody has used yet,
    and only when all are used the newest used one."""
    by_age = sorted(live, key=lambda each: (each.status is not RewardStatus.REDEEMED, each.ordinal), reverse=True)
    return by_age[:surplus]


def _after(reward: Reward, act: Act, *, because: Because, now: datetime, **changes: Any) -> Done:
    step = STEPS[reward.status].get(act)
    if step is None:
        raise RewardNotThere(
            act=act.value, status=reward.status.value, possible=[each.value for each in reward.possible()]
        )
    fresh = replace(reward, status=step.to, version=reward.version + 1, **changes)
    return Done(fresh, _entry(fresh, step.source, step.target, at=now, because=because))


def _entry(reward: Reward, source: Account, target: Account, *, at: datetime, because: Because) -> Entry:
    return Entry(
        reward_id=reward.id,
        number=reward.version,
        kind=reward.status,
        source=source,
        target=target,
        days=reward.days,
        at=at,
        by=because.by,
        why=because.why,
        event_id=because.event_id,
    )
