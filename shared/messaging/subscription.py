"""Which events a service listens to, and the reaction that turns them into its own commands."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from shared.contracts.envelope import Event
from shared.messaging.transaction import Transaction

E = TypeVar("E", bound=Event, covariant=True)


@dataclass(frozen=True, slots=True)
class Received(Generic[E]):
    """An event as a reaction gets it: checked, and never seen before by this service."""

    event: E
    id: UUID
    aggregate_id: UUID
    version: int
    time: datetime
    correlation_id: str
    traceparent: str | None = None
    """The W3C trace context of what made it happen, where it came with one."""


Reaction = Callable[[Sequence[Received[Any]], Transaction, datetime], Awaitable[None]]
"""`async def reaction(events, tx, now)`: consecutive events of one type, in stream order."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """One type of event and the reaction to it."""

    event: type[Event]
    reaction: Reaction
