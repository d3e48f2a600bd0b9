"""A promise was not kept, and the customer was not told in time that it would be late (RO-8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class BreakPromise:
    """Which promise is broken at `now`."""

    promise_id: UUID
    now: datetime


async def break_promise(command: BreakPromise, tx: Transaction) -> None:
    """Mark it broken and say so; nothing where it is kept, broken or withdrawn already, or none is known."""
