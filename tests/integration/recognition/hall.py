"""Recognition as the machine and the tests drive it: its reactions and commands in real transactions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Self
from uuid import UUID

import asyncpg

from services.recognition.commands.approve_reward import ApproveReward, approve_reward
from services.recognition.commands.redeem_reward import RedeemReward, redeem_reward
from services.recognition.domain.audience import Audience
from services.recognition.domain.reward import Reward
from services.recognition.queries.compliments import Praise, compliments_of
from services.recognition.queries.rewards import list_rewards
from services.recognition.reactions.to_followup import count, take_back
from shared.contracts.followup import CommentReceived, CommentWithdrawn
from shared.db.engine import Database
from shared.kernel.ids import new_id
from shared.messaging.subscription import Received
from shared.messaging.transaction import Transactions

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TODAY = NOW.date()
EVERYONE = Audience(everyone=True)


class NobodyListens:
    """Stands where the relay would be woken."""

    def signal(self) -> None: ...


@dataclass(frozen=True)
class Comment:
    """A comment that a test makes up."""

    staff_ids: tuple[UUID, ...]
    rating: int = 5
    voluntary: bool = True
    id: UUID = field(default_factory=new_id)

    @property
    def counts(self) -> bool:
        """What the programme says, said again in the simplest way."""
        return self.voluntary and self.rating >= 4

    def received(self) -> Received[CommentReceived]:
        """It as an event, under a new event id each time."""
        event = CommentReceived(
            comment_id=self.id,
            customer_id=None,
            staff_ids=self.staff_ids,
            rating=self.rating,
            voluntary=self.voluntary,
            language="en",
            source="page",
            received_at=NOW,
        )
        return Received(event, new_id(), self.id, 1, NOW, "test")

    def withdrawn(self) -> Received[CommentWithdrawn]:
        """Its withdrawal as an event, under a new event id each time."""
        event = CommentWithdrawn(comment_id=self.id, staff_ids=self.staff_ids, withdrawn_at=NOW)
        return Received(event, new_id(), self.id, 2, NOW, "test")


@dataclass(frozen=True)
class Hall:
    """Each method is one transaction of its own."""

    database: Database
    transactions: Transactions

    @classmethod
    async def open(cls, url: str) -> Self:
        """Connect."""
        database = await Database.connect(url, application_name="test")
        return cls(database, Transactions(database.engine, NobodyListens()))

    async def close(self) -> None:
        """Disconnect."""
        await self.database.close()

    async def deliver(self, comments: Iterable[Comment]) -> None:
        """A batch of comment.received."""
        async with self.transactions.begin(correlation_id="test") as tx:
            await count([each.received() for each in comments], tx, NOW)

    async def withdraw(self, comments: Iterable[Comment]) -> None:
        """A batch of comment.withdrawn."""
        async with self.transactions.begin(correlation_id="test") as tx:
            await take_back([each.withdrawn() for each in comments], tx, NOW)

    async def approve(self, reward_id: UUID, *, by: UUID) -> Reward:
        """Somebody approves a reward."""
        command = ApproveReward(
            reward_id=reward_id, approver=by, for_anyone=False, by="test", audience=EVERYONE, expected=None, now=NOW
        )
        async with self.transactions.begin(correlation_id="test") as tx:
            return await approve_reward(command, tx)

    async def redeem(self, reward_id: UUID, *, on: date = TODAY) -> Reward:
        """The day is taken."""
        command = RedeemReward(reward_id=reward_id, on=on, by="test", audience=EVERYONE, expected=None, now=NOW)
        async with self.transactions.begin(correlation_id="test") as tx:
            return await redeem_reward(command, tx)

    async def praise(self, staff_id: UUID) -> Praise:
        """What the API's query says."""
        async with self.transactions.begin(correlation_id="test") as tx:
            return await compliments_of(staff_id, audience=EVERYONE, before=None, limit=1000, tx=tx)

    async def rewards(self, staff_id: UUID) -> list[Reward]:
        """What the API's query says, newest first."""
        async with self.transactions.begin(correlation_id="test") as tx:
            return await list_rewards(staff_id=staff_id, audience=EVERYONE, before=None, limit=1000, tx=tx)

    async def fetch(self, query: str, *arguments: Any) -> Sequence[asyncpg.Record]:
        """What the database says."""
        return await self.database.pool.fetch(query, *arguments)
