"""What a journey needs of a running installation: its doors, tokens, and a hand on its clock."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Self
from uuid import UUID, uuid4

import httpx

Json = dict[str, Any]
Token = Callable[[str, UUID | None], str]
"""role, staff id -> a bearer token."""


@dataclass(frozen=True)
class Doors:
    """The base URLs of the four services, without /v1; behind a gateway they share one origin."""

    intake: str
    routing: str
    followup: str
    recognition: str

    @classmethod
    def behind(cls, origin: str) -> Self:
        """The doors behind a gateway that gives each service a prefix."""
        return cls(*(f"{origin.rstrip('/')}/{name}" for name in ("intake", "routing", "followup", "recognition")))


class NotInTime(AssertionError):
    """Something that the installation owes did not come before the deadline."""


@dataclass
class Installation:
    """A running Redress, seen from outside: only HTTP, tokens and the development clock.

    Tokens are kept per role and person, and minted anew after the clock moved (they expire).
    """

    doors: Doors
    mint: Token
    move_clock: Callable[[timedelta], None]
    patience: timedelta = timedelta(seconds=60)
    advanced: timedelta = timedelta(0)
    client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=30))
    _tokens: dict[tuple[str, UUID | None], str] = field(default_factory=dict)

    def advance(self, by: timedelta) -> None:
        """Let time pass, everywhere at once."""
        self.move_clock(by)
        self.advanced += by
        self._tokens.clear()

    def token(self, role: str, staff: UUID | None = None) -> str:
        """A bearer token for a role, as this member of staff where one is named."""
        if (role, staff) not in self._tokens:
            self._tokens[role, staff] = self.mint(role, staff)
        return self._tokens[role, staff]

    def get(self, url: str, role: str = "admin", staff: UUID | None = None) -> Json:
        """Read a resource. Fails with the problem's text for anything but 200."""
        return self._answer(self.client.get(url, headers=self._headers(role, staff)), 200)

    def post(
        self,
        url: str,
        body: Mapping[str, Any] | None = None,
        *,
        role: str = "admin",
        staff: UUID | None = None,
        expect: int | tuple[int, ...] = (200, 201, 202),
    ) -> Json:
        """Do something once, under a fresh Idempotency-Key. Fails with the problem's text for another status."""
        headers = self._headers(role, staff) | {"Idempotency-Key": str(uuid4())}
        return self._answer(self.client.post(url, json=body if body is not None else {}, headers=headers), expect)

    def eventually(self, what: str, probe: Callable[[], Any]) -> Any:
        """Ask until the answer is truthy, and return it. Raises NotInTime after `patience`, with what was missing."""
        deadline = time.monotonic() + self.patience.total_seconds()
        pause = 0.02
        while not (answer := probe()):
            if time.monotonic() > deadline:
                raise NotInTime(f"{what}: not within {self.patience.total_seconds():.0f} s")
            time.sleep(pause)
            pause = min(pause * 1.5, 0.5)
        return answer

    def _headers(self, role: str, staff: UUID | None) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token(role, staff)}"}

    def _answer(self, response: httpx.Response, expected: int | tuple[int, ...]) -> Json:
        statuses = (expected,) if isinstance(expected, int) else expected
        request = response.request
        assert response.status_code in statuses, (
            f"{request.method} {request.url} answered {response.status_code}: {response.text[:800]}"
        )
        body: Json = json.loads(response.content) if response.content else {}
        return body


@contextmanager
def visiting(doors: Doors, mint: Token, move_clock: Callable[[timedelta], None]) -> Iterator[Installation]:
    """An Installation whose connections are closed at the end."""
    with httpx.Client(timeout=30) as client:
        yield Installation(doors=doors, mint=mint, move_clock=move_clock, client=client)
