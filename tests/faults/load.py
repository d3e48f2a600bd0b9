"""A company at work: complaints and comments at a steady rate, each repeated under its key until it is answered."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx

from shared.kernel.ids import new_id
from tests.support.suite import Suite

EACH_PER_SECOND = 8
"""Complaints, and as many comments."""
MOST_AT_ONCE = 50
"""Of each kind."""
STUBBORN_SECONDS = 180.0
"""How long a caller repeats a request before it counts as lost."""
_ATTEMPT_SECONDS = 10.0
_FIRST_PAUSE_SECONDS = 0.2
_LONGEST_PAUSE_SECONDS = 2.0
_TRY_AGAIN = {409, 429, 500, 502, 503, 504}
"""409: the first request with this key is still under way."""
COUNTED_FROM = 4
"""The rating from which a voluntary comment counts (RE-1)."""


@dataclass
class Load:
    """What was posted, and what was answered with a 201."""

    suite: Suite
    client: httpx.AsyncClient
    chance: random.Random
    staff: list[UUID] = field(default_factory=lambda: [new_id() for _ in range(5)])
    complaints: list[UUID] = field(default_factory=list)
    comments: dict[UUID, tuple[UUID, ...]] = field(default_factory=dict)
    """Comments, and the people whom they praise; nobody for a comment that does not count."""
    repeated: int = 0

    async def run(self, *, seconds: float) -> None:
        """Post for so long; return when everything is answered. Raises what `_until_created` raises."""
        async with asyncio.TaskGroup() as group:
            for post in (self._complain, self._praise):
                group.create_task(self._keep_posting(post, group, seconds))

    async def _keep_posting(
        self, post: Callable[[], Awaitable[None]], group: asyncio.TaskGroup, seconds: float
    ) -> None:
        """One kind at its pace; a service that is away holds up only its own."""
        loop = asyncio.get_running_loop()
        began, sent = loop.time(), 0
        room = asyncio.Semaphore(MOST_AT_ONCE)
        while (passed := loop.time() - began) < seconds:
            await room.acquire()
            group.create_task(self._then_leave(post, room))
            sent += 1
            # The pace of the load; nothing waits for it.
            await asyncio.sleep(max(0.0, sent / EACH_PER_SECOND - passed))

    async def _then_leave(self, post: Callable[[], Awaitable[None]], room: asyncio.Semaphore) -> None:
        try:
            await post()
        finally:
            room.release()

    async def _complain(self) -> None:
        body = {
            "channel": "phone",
            "narrative": "I ordered a blue coat and got a green one.",
            "customer": {"name": "Ona Jonaitienė", "email": f"{new_id().hex}@customer.example"},
            "department": "deliveries",
        }
        self.complaints.append(UUID((await self._until_created("intake", "/v1/complaints", body))["id"]))

    async def _praise(self) -> None:
        named = self.chance.sample(self.staff, self.chance.randint(1, 2))
        rating, voluntary = self.chance.randint(3, 5), self.chance.random() < 0.9
        body = {
            "text": "She listened, and she called back.",
            "rating": rating,
            "voluntary": voluntary,
            "staff_ids": [str(one) for one in named],
            "language": "en",
        }
        comment = UUID((await self._until_created("followup", "/v1/comments", body))["id"])
        self.comments[comment] = tuple(named) if voluntary and rating >= COUNTED_FROM else ()

    async def _until_created(self, service: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """The body of the 201. Raises TimeoutError when it is not in time, AssertionError for a refusal."""
        headers = {"authorization": f"Bearer {self.suite.token('admin')}", "idempotency-key": new_id().hex}
        url = self.suite.urls[service] + path
        pause = _FIRST_PAUSE_SECONDS
        async with asyncio.timeout(STUBBORN_SECONDS):
            while True:
                try:
                    answer = await self.client.post(url, json=body, headers=headers, timeout=_ATTEMPT_SECONDS)
                except httpx.TransportError:
                    pass  # killed before, under way or after the commit: the key makes it safe to ask again
                else:
                    if answer.status_code == 201:
                        created: dict[str, Any] = answer.json()
                        return created
                    assert answer.status_code in _TRY_AGAIN, answer.text
                self.repeated += 1
                await asyncio.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)
