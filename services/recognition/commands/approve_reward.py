"""Approve a reward: someone else than its receiver says yes (RE-6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.recognition import events
from services.recognition.domain.audience import Audience
from services.recognition.domain.errors import NobodyApproves
from services.recognition.domain.reward import Because, Reward, approve
from services.recognition.storage import ledger, rewards
from shared.kernel.errors import NotFound
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class ApproveReward:
    """Who approves which reward; `expected` is the version that they have read, if they say.

    An administrator may act for anyone, without being a member of staff; the ledger says so by name (SU-4).
    """

    reward_id: UUID
    approver: UUID | None
    for_anyone: bool
    by: str
    audience: Audience
    expected: int | None
    now: datetime


async def approve_reward(command: ApproveReward, tx: Transaction) -> Reward:
    """The approved reward. Raises NobodyApproves, NotFound, PreconditionFailed, OwnReward, RewardNotThere."""
    if command.approver is None and not command.for_anyone:
        raise NobodyApproves
    reward = await rewards.load_for_change(command.reward_id, tx)
    if reward is None:
        raise NotFound
    command.audience.require(reward.staff_id)
    reward.require_version(command.expected)
    because = Because(command.by, "approved")
    done = approve(reward, approver=command.approver, because=because, now=command.now)
    await rewards.save([done.reward], tx)
    await ledger.append([done.entry], tx)
    tx.publish(events.reward_approved(done.reward, approver=command.approver, now=command.now))
    return done.reward
