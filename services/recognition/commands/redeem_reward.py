"""Redeem a reward: the day off is taken on a date (RE-6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.recognition import events
from services.recognition.domain.audience import Audience
from services.recognition.domain.reward import Because, Reward, redeem
from services.recognition.storage import ledger, rewards
from shared.kernel.errors import NotFound
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class RedeemReward:
    """Who books which day; `expected` is the version that they have read, if they say."""

    reward_id: UUID
    on: date
    by: str
    audience: Audience
    expected: int | None
    now: datetime


async def redeem_reward(command: RedeemReward, tx: Transaction) -> Reward:
    """The redeemed reward. Raises NotFound, PreconditionFailed, RewardNotThere, TooEarly."""
    reward = await rewards.load_for_change(command.reward_id, tx)
    if reward is None:
        raise NotFound
    command.audience.require(reward.staff_id)
    reward.require_version(command.expected)
    because = Because(command.by, f"taken on {command.on.isoformat()}")
    done = redeem(reward, on=command.on, because=because, now=command.now)
    await rewards.save([done.reward], tx)
    await ledger.append([done.entry], tx)
    tx.publish(events.reward_redeemed(done.reward, now=command.now))
    return done.reward
