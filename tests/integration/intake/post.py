"""A way out for mail that tests can look into and disturb, and workers that tell customers through it."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email.message import EmailMessage
from uuid import UUID

from services.intake.domain.telling import TELL_CUSTOMERS
from services.intake.timers.tell_customers import tell_customers
from shared.kernel.clock import FixedClock
from shared.messaging.context import Context
from shared.messaging.timers import Due, LeaseLost
from tests.integration.intake.desk import Desk


@dataclass
class Post:
    """Takes mail; for a recipient in `trouble` it raises instead, as often as listed there."""

    trouble: dict[str, list[BaseException]] = field(default_factory=dict)
    mails: list[EmailMessage] = field(default_factory=list)

    async def send(self, message: EmailMessage) -> None:
        """Take it, after letting others go first."""
        await asyncio.sleep(0)
        waiting = self.trouble.get(message["To"].addresses[0].addr_spec)
        if waiting:
            raise waiting.pop(0)
        self.mails.append(message)

    def to(self, email: str) -> list[EmailMessage]:
        """What went to one address."""
        return [one for one in self.mails if one["To"].addresses[0].addr_spec == email]


@dataclass
class Office:
    """Workers of intake on the desk's database, with mail of their own and a clock that tests move."""

    desk: Desk
    post: Post
    later: timedelta = timedelta(0)

    @property
    def context(self) -> Context:
        """The desk's, at the office's time."""
        now = self.desk.context.clock.now() + self.later
        return replace(
            self.desk.context, gateways=replace(self.desk.context.gateways, mail=self.post), clock=FixedClock(now)
        )

    async def due(self, lesson_id: str) -> Due | None:
        """Claim this lesson's timer where it is due, as the runner does."""
        row = await self.desk.context.database.pool.fetchrow(
            "UPDATE timer SET token = token + 1, attempts = attempts + 1 WHERE kind = $1 AND key = $2 AND due_at <= $3"
            " RETURNING id, kind, key, due_at, token, attempts",
            TELL_CUSTOMERS,
            UUID(lesson_id),
            self.context.clock.now(),
        )
        return None if row is None else Due(**dict(row), payload={})

    async def work(self, lesson_id: str) -> None:
        """Tell whoever is due, until nobody is."""
        while (due := await self.due(lesson_id)) is not None:
            # Another worker moved the timer in the meantime; the runner takes it as calmly.
            with contextlib.suppress(LeaseLost):
                await tell_customers(due, self.context)

    async def statuses(self, lesson_id: str) -> dict[str, str]:
        """By the complaint that each telling names."""
        rows = await self.desk.context.database.pool.fetch(
            "SELECT complaint_id, status FROM telling WHERE lesson_id = $1", UUID(lesson_id)
        )
        return {str(row["complaint_id"]): row["status"] for row in rows}

    async def told(self, complaint_id: str) -> int:
        """How often its timeline says that its customer was told."""
        return int(
            await self.desk.context.database.pool.fetchval(
                "SELECT count(*) FROM change WHERE complaint_id = $1 AND kind = 'told'", UUID(complaint_id)
            )
        )
