"""Hot doors: the few POST routes that many call at once, straight from ASGI into a group commit.

A path is fixed, or has one parameter as its last segment (`/v1/surveys/answers/{token}`). A hot door keeps
every promise of an ordinary route (scope, schema, problems, Idempotency-Key, outbox, one commit) and leaves
out what FastAPI does per request. Its FastAPI route exists for the OpenAPI.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from shared.contracts.envelope import Message
from shared.db.group_commit import Again
from shared.kernel.errors import RedressError

B = TypeVar("B", bound=BaseModel)
C = TypeVar("C")
_PATH = re.compile(r"((?:/[a-z0-9_-]+)+)(?:/\{([a-z_]+)\})?")


@dataclass(frozen=True, slots=True)
class Flushed:
    """What became of one command: the body of the answer, what happened, where the resource is, its version."""

    answer: Mapping[str, Any]
    messages: tuple[Message, ...]
    location: str | None
    version: int


Flush = Callable[[Sequence[C], Any], Awaitable[Sequence[Flushed | RedressError | Again]]]
"""`async def flush(commands, connection)`: all of them in a few statements over unnest(), inside a
transaction that the chassis opened; per command, in order, what became of it or why it can't be. `Again` for
one whose rows are busy: it is done by itself after the others' commit, and may wait there.

The connection is a RawConnection; where the door says `at_once`, the first attempt gets a OneStatement."""


@dataclass(frozen=True, slots=True)
class HotDoor(Generic[B, C]):
    """One hot POST route: `make` is pure and turns the checked body into a command, `flush` does many.

    Raises ValueError for a path that it can't serve, and unless it says either scopes or why it is public.
    """

    path: str
    name: str
    """The operationId."""
    scopes: tuple[str, ...]
    body: type[B]
    answer: type[BaseModel]
    make: Callable[..., C]
    """`def make(body, caller: Principal, now: datetime, context: Context)`, and the path's parameter by its name.
    May raise RedressError."""
    flush: Flush[C]
    summary: str
    tag: str
    problems: tuple[int, ...] = (409,)
    public: str | None = None
    """Why it needs no token; then it has no scopes, and whoever calls is ANONYMOUS."""
    status: int = 201
    at_once: bool = False
    """Whether `flush` also takes a OneStatement: then a batch with nothing in its way is one statement."""

    def __post_init__(self) -> None:
        if not _PATH.fullmatch(self.path):
            raise ValueError(f"{self.path}: one parameter at most, as the last segment")
        if bool(self.scopes) == bool(self.public):
            raise ValueError(f"{self.path}: name a scope, or say why it is public")

    @property
    def prefix(self) -> str:
        """The path up to its parameter; the whole path where it has none."""
        return self.path.partition("{")[0]

    @property
    def parameter(self) -> str | None:
        """The name of the path's parameter."""
        found = _PATH.fullmatch(self.path)
        return None if found is None else found[2]
