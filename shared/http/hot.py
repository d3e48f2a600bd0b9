"""Hot doors: the few POST routes that many call at once, straight from ASGI into a group commit.

A hot door keeps every promise of an ordinary route (scope, schema, problems, Idempotency-Key, outbox,
one commit) and leaves out what FastAPI does per request. Its FastAPI route exists for the OpenAPI.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from shared.contracts.envelope import Message
from shared.db.engine import RawConnection
from shared.http.principal import Principal
from shared.kernel.errors import RedressError
from shared.messaging.context import Context

B = TypeVar("B", bound=BaseModel)
C = TypeVar("C")


@dataclass(frozen=True, slots=True)
class Flushed:
    """What became of one command: the body of the 201, what happened, where the resource is, its version."""

    answer: Mapping[str, Any]
    messages: tuple[Message, ...]
    location: str
    version: int


Flush = Callable[[Sequence[C], RawConnection], Awaitable[Sequence[Flushed | RedressError]]]
"""`async def flush(commands, connection)`: all of them in a few statements over unnest(), inside a
transaction that the chassis opened; per command, in order, what became of it or why it can't be."""


@dataclass(frozen=True, slots=True)
class HotDoor(Generic[B, C]):
    """One hot POST route: `make` is pure and turns the checked body into a command, `flush` does many."""

    path: str
    name: str
    """The operationId."""
    scopes: tuple[str, ...]
    body: type[B]
    answer: type[BaseModel]
    make: Callable[[B, Principal, datetime, Context], C]
    flush: Flush[C]
    summary: str
    tag: str
    problems: tuple[int, ...] = (409,)
